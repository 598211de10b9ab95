package cn.jiaozi.payment.upload;

import cn.jiaozi.payment.voucher.Totals;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// @param missing     numbers of the pieces that have not come
/// @param totals      of those that have been judged, by verdict
/// @param acceptedFen what has been paid by it
/// @param syncReceipt for the chip that has uploaded, signed, in base64
record BatchView(
        String id,
        State state,
        String uploader,
        int count,
        long sumFen,
        List<Integer> missing,
        long waiting,
        List<Totals.Total> totals,
        long acceptedFen,
        Optional<Instant> receivedAt,
        Optional<String> syncReceipt) {
    enum State {
        /// Pieces are missing.
        RECEIVING,
        /// Vouchers wait for their judge, for the ledger, or for what they are judged by.
        JUDGING,
        JUDGED
    }

    static BatchView of(Batch batch, List<Integer> missing, Totals totals, Optional<String> syncReceipt) {
        var header = batch.content();
        var state =
                batch.receivedAt().isEmpty() ? State.RECEIVING : totals.waiting() > 0 ? State.JUDGING : State.JUDGED;
        return new BatchView(
                batch.actId(),
                state,
                header.uploader(),
                header.count(),
                header.sumFen(),
                missing,
                totals.waiting(),
                totals.byVerdict(),
                totals.acceptedFen(),
                batch.receivedAt(),
                syncReceipt);
    }
}
