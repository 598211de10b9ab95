package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.TxType;
import java.time.Instant;
import java.util.List;

/// What an entry says beside its place in the order: its kind of transaction, and the legs that moved.
record Content(
        TxType txType,
        String payerOperator,
        String payeeOperator,
        String branchCode,
        List<Leg> legs,
        Instant requestedAt,
        Instant authorizedAt) {
    /// An amount that went from one account to another.
    record Leg(String debit, String credit, long amountFen, boolean mayExceedCap) {
        @SuppressWarnings("ArgumentSelectionDefectChecker") // the other way round is what it is for
        Leg mirrored() {
            return new Leg(credit, debit, amountFen, true);
        }
    }

    static Content of(EntrySpec spec, List<Leg> legs) {
        return new Content(
                spec.txType(),
                spec.payerOperator(),
                spec.payeeOperator(),
                spec.branchCode(),
                legs,
                spec.requestedAt(),
                spec.authorizedAt());
    }

    Content with(List<Leg> moved) {
        return new Content(txType, payerOperator, payeeOperator, branchCode, moved, requestedAt, authorizedAt);
    }

    Content asked(Instant requested, Instant authorized) {
        return new Content(txType, payerOperator, payeeOperator, branchCode, legs, requested, authorized);
    }
}
