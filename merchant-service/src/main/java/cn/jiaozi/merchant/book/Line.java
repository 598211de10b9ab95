package cn.jiaozi.merchant.book;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.ShardMap;
import cn.jiaozi.contracts.StepId;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

/// A leg of an entry, at its place in the order of its shard.
///
/// @param legNo from 1
/// @param leg   with the balances that it has left, where the ledger told them
record Line(int shard, LedgerEvent.Entry entry, Kind kind, StepId id, int legNo, LedgerEvent.Leg leg) {
    /// What was done with the legs.
    enum Kind {
        POSTED,
        CAPTURED,
        REVERSED,
        /// Held, given back, or run out: nothing was posted.
        NOTHING
    }

    LocalDate on() {
        return entry.accountingDate();
    }

    /// The lines of an event; none where it is about no entry.
    static List<Line> of(LedgerEvent event, ShardMap shards) {
        return event.entered().map(entry -> lines(event, entry, shards)).orElse(List.of());
    }

    private static List<Line> lines(LedgerEvent event, LedgerEvent.Entry entry, ShardMap shards) {
        int shard = shard(entry, shards);
        var kind = kind(event);
        return IntStream.range(0, entry.legs().size())
                .mapToObj(i -> new Line(
                        shard, entry, kind, event.id(), i + 1, entry.legs().get(i)))
                .toList();
    }

    /// That of the customer's account: an entry is within one shard, and moves some customer's money.
    private static int shard(LedgerEvent.Entry entry, ShardMap shards) {
        return entry.legs().stream()
                .flatMap(leg -> shards.shardOf(leg.debit()).or(() -> shards.shardOf(leg.credit())).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("entry " + entry.height() + " has no customer's account"));
    }

    private static Kind kind(LedgerEvent event) {
        return switch (event) {
            case LedgerEvent.Posted _ -> Kind.POSTED;
            case LedgerEvent.Captured _ -> Kind.CAPTURED;
            case LedgerEvent.Reversed _ -> Kind.REVERSED;
            case LedgerEvent.Held _,
                    LedgerEvent.Voided _,
                    LedgerEvent.Expired _,
                    LedgerEvent.AccountsOpened _,
                    LedgerEvent.Constrained _,
                    LedgerEvent.AccountClosed _,
                    LedgerEvent.Rejected _,
                    LedgerEvent.Conflicted _ -> Kind.NOTHING;
        };
    }
}
