package cn.jiaozi.ledger.statement;

import cn.jiaozi.contracts.TxType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// An entry with its legs, in the words of the journal.
///
/// @param kind      POST, HOLD, CAPTURE, VOID, EXPIRE or REVERSE
/// @param refHeight the earlier entry that this one ends or reverses
record EntryView(
        long height,
        String businessId,
        String step,
        int attempt,
        String kind,
        TxType txType,
        String payerOperator,
        String payeeOperator,
        String branchCode,
        LocalDate accountingDate,
        Instant requestedAt,
        Instant authorizedAt,
        Instant at,
        Optional<Long> refHeight,
        List<Leg> legs) {
    record Leg(String debit, String credit, long amountFen) {}

    record All(String businessId, List<EntryView> entries) {}
}
