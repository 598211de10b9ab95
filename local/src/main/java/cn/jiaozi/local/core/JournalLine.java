package cn.jiaozi.local.core;

import org.jspecify.annotations.Nullable;

/// A line of the journal file: an opened (or changed) account, or a booking.
record JournalLine(
        @Nullable DepositAccount account, @Nullable Booking booking) {}
