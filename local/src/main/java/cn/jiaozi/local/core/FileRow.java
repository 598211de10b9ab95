package cn.jiaozi.local.core;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/// A row of a daily file.
///
/// @param kind DEBIT or CREDIT as the deposit account sees it, or RETURN of a credit that came back
record FileRow(
        String requestId,
        String kind,
        long amountFen,
        Answer.State state,
        String bankRef,
        String walletId,
        Instant bookedAt) {
    static final String HEADER = "requestId,kind,amountFen,state,bankRef,walletId,bookedAt";

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    static FileRow of(Booking booking) {
        return new FileRow(
                booking.transfer().requestId(),
                booking.transfer().kind().name(),
                booking.transfer().amountFen(),
                booking.answer().state(),
                booking.answer().bankRef(),
                booking.transfer().walletId(),
                booking.answer().bookedAt());
    }

    /// @param booking the credit that came back
    static FileRow of(Returned returned, Booking booking) {
        return new FileRow(
                returned.requestId(),
                "RETURN",
                returned.amountFen(),
                Answer.State.DONE,
                returned.bankRef(),
                booking.transfer().walletId(),
                returned.returnedAt());
    }

    boolean isDone() {
        return state == Answer.State.DONE;
    }

    FileRow withMore() {
        return new FileRow(requestId, kind, amountFen + 1, state, bankRef, walletId, bookedAt);
    }

    FileRow flipped() {
        var other = isDone() ? Answer.State.REFUSED : Answer.State.DONE;
        return new FileRow(requestId, kind, amountFen, other, bankRef, walletId, bookedAt);
    }

    FileRow again() {
        return new FileRow(requestId, kind, amountFen, state, bankRef + "A", walletId, bookedAt);
    }

    String csv() {
        return String.join(
                ",",
                requestId,
                kind,
                Long.toString(amountFen),
                state.name(),
                bankRef,
                walletId,
                bookedAt.truncatedTo(ChronoUnit.MICROS)
                        .atZone(ZONE)
                        .toOffsetDateTime()
                        .toString());
    }
}
