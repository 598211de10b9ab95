package cn.jiaozi.merchant.remedy;

import cn.jiaozi.contracts.WalletEvent.CoreWord;
import cn.jiaozi.merchant.reconciliation.Item;
import cn.jiaozi.merchant.reconciliation.Mark;
import cn.jiaozi.merchant.reconciliation.Pair;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/// Items of the work queue with sensible defaults.
final class Items {
    static final String WALLET = "0020000000000014";
    static final Instant AT = Instant.parse("2026-11-29T02:00:00Z");

    private Items() {}

    /// @param kind DEBIT, CREDIT or RETURN on whichever side there is something
    static Item ofCore(Mark mark, String reason, String kind, long oursFen, long theirsFen, int evidence) {
        return new Item(
                new UUID(1, 2),
                LocalDate.of(2026, 11, 28),
                Pair.LEDGER_CORE,
                "r-1",
                mark,
                reason,
                oursFen > 0 ? 1 : 0,
                oursFen,
                theirsFen > 0 || mark == Mark.SANF ? 1 : 0,
                theirsFen,
                Optional.of("EXCHANGE_IN"),
                oursFen > 0 ? Optional.of("exchange:r-1") : Optional.empty(),
                oursFen > 0
                        ? Optional.of(
                                new Item.Entry("capture", WALLET, Optional.of(kind), Optional.of("core:0007:clearing")))
                        : Optional.empty(),
                theirsFen > 0 ? Optional.of(new Item.Line(kind, WALLET, "DONE", Optional.of("CB1"))) : Optional.empty(),
                evidence,
                Optional.empty(),
                Item.State.OPEN,
                Optional.empty(),
                AT,
                Optional.empty());
    }

    static Item ofPayment(Mark mark, boolean hasEntry) {
        return new Item(
                new UUID(1, 3),
                LocalDate.of(2026, 11, 28),
                Pair.PAYMENT_LEDGER,
                "payment:p-1",
                mark,
                "ANY",
                1,
                100,
                hasEntry ? 1 : 0,
                hasEntry ? 100 : 0,
                Optional.of("CONSUME"),
                Optional.of("payment:p-1"),
                hasEntry
                        ? Optional.of(new Item.Entry("post", WALLET, Optional.empty(), Optional.empty()))
                        : Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Item.State.OPEN,
                Optional.empty(),
                AT,
                Optional.empty());
    }

    static Item answered(Item item, CoreWord word, String bankRef) {
        return new Item(
                item.itemId(),
                item.date(),
                item.pair(),
                item.key(),
                item.mark(),
                item.reason(),
                item.oursCount(),
                item.oursFen(),
                item.theirsCount(),
                item.theirsFen(),
                item.txType(),
                item.businessId(),
                item.entry(),
                item.line(),
                item.evidence(),
                Optional.of(new Item.Answer(word, Optional.of(bankRef).filter(ref -> !ref.isEmpty()), AT)),
                item.state(),
                item.explanation(),
                item.openedAt(),
                item.clearedAt());
    }
}
