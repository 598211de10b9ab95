package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.ledger.chain.Fact;
import cn.jiaozi.sdk.receipt.ClearEntry;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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
        var legs = IntStream.range(0, transfers.size())
                .mapToObj(i -> told(content.legs().get(i), transfers.get(i)))
                .toList();
        return new LedgerEvent.Entry(
                height, content.txType(), accountingDate, legs, content.requestedAt(), content.authorizedAt(), at);
    }

    private LedgerEvent.Leg told(Content.Leg leg, Transfer transfer) {
        return kind.isPosted()
                ? new LedgerEvent.Leg(
                        leg.debit(),
                        leg.credit(),
                        leg.amountFen(),
                        Optional.of(transfer.debitBalanceFen()),
                        Optional.of(transfer.creditBalanceFen()))
                : new LedgerEvent.Leg(leg.debit(), leg.credit(), leg.amountFen());
    }

    Fact fact() {
        var legs = content.legs().stream()
                .map(leg -> new ClearEntry.Leg(leg.debit(), leg.credit(), leg.amountFen()))
                .toList();
        return new Fact(height, kind.name(), content.txType().name(), accountingDate, at, id, refHeight, legs);
    }
}
