package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.StepId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// An entry at its height, with what its legs did to their accounts.
///
/// @param refHeight the earlier entry that this one ends or reverses
record Entry(
        long height,
        StepId id,
        EntryKind kind,
        Content content,
        List<Transfer> transfers,
        LocalDate accountingDate,
        Instant at,
        Optional<Long> refHeight) {
    /// A leg by the numbers of its accounts, with the posted balance that it left on each.
    record Transfer(
            int legNo,
            long debitAccount,
            long creditAccount,
            long amountFen,
            boolean mayExceedCap,
            long debitBalanceFen,
            long creditBalanceFen) {}

    LedgerEvent.Entry told() {
        var legs = content.legs().stream()
                .map(leg -> new LedgerEvent.Leg(leg.debit(), leg.credit(), leg.amountFen()))
                .toList();
        return new LedgerEvent.Entry(
                height, content.txType(), accountingDate, legs, content.requestedAt(), content.authorizedAt(), at);
    }
}
