package cn.jiaozi.payment.upload;

import cn.jiaozi.payment.voucher.Totals;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.key.Octets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// @param missing     numbers of the pieces that have not come
/// @param totals      of those that have been judged, by verdict
/// @param acceptedFen what has been paid by it
/// @param sync        for the chip that has uploaded
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
        Optional<Receipt> sync) {
    /// What the bank has of the purse.
    ///
    /// @param receipt   signed, in base64
    /// @param signatory certificate of whoever has signed it, in PEM, as is the operator's
    record Receipt(String receipt, String signatory, String operator) {
        static Receipt of(Octets signed, Chain by) {
            return new Receipt(
                    Base64.getEncoder().encodeToString(signed.bytes()),
                    by.holder().pem(),
                    by.operator().pem());
        }
    }

    enum State {
        /// Pieces are missing.
        RECEIVING,
        /// Vouchers wait for their judge, for the ledger, or for what they are judged by.
        JUDGING,
        JUDGED
    }

    static BatchView of(Batch batch, List<Integer> missing, Totals totals, Optional<Receipt> sync) {
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
                sync);
    }
}
