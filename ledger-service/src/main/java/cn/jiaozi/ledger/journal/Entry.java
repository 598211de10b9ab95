package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject.Side;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// An entry at its height, with its legs and the lines that they leave in the histories of accounts.
///
/// @param holdHeight the held entry that this one ends
record Entry(
        long height,
        StepId id,
        EntryKind kind,
        EntrySpec content,
        List<Transfer> transfers,
        List<Line> lines,
        LocalDate accountingDate,
        Instant at,
        Optional<Long> holdHeight) {
    /// An amount from one account to another.
    record Transfer(int legNo, long debitAccount, long creditAccount, long amountFen, boolean mayExceedCap) {}

    /// What a posted leg did to one of its accounts.
    record Line(long accountId, int legNo, Side side, long amountFen, long balanceAfterFen) {}

    LedgerEvent.Entry told() {
        var legs = content.legs().stream()
                .map(leg -> new LedgerEvent.Leg(leg.debit(), leg.credit(), leg.amountFen()))
                .toList();
        return new LedgerEvent.Entry(
                height, content.txType(), accountingDate, legs, content.requestedAt(), content.authorizedAt(), at);
    }
}
