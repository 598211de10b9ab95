package cn.jiaozi.local.core;

import org.jspecify.annotations.Nullable;

/// A line of the journal file: an opened (or changed) account, a booking, or what was sent back.
record JournalLine(
        @Nullable DepositAccount account,
        @Nullable Booking booking,
        @Nullable Returned returned) {
    static JournalLine of(DepositAccount account) {
        return new JournalLine(account, null, null);
    }

    static JournalLine of(Booking booking) {
        return new JournalLine(null, booking, null);
    }

    static JournalLine of(Returned returned) {
        return new JournalLine(null, null, returned);
    }
}
