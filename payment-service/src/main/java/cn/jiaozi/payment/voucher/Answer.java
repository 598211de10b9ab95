package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.Reason;
import java.util.Optional;
import java.util.UUID;

/// What the ledger says of a settlement.
public sealed interface Answer {
    UUID settlement();

    record Posted(UUID settlement, LedgerEvent.Entry entry) implements Answer {}

    /// @param address the account that stood in the way
    record Rejected(UUID settlement, int attempt, Reason reason, Optional<String> address) implements Answer {}

    /// Somebody has used the id for something else.
    record Conflicted(UUID settlement, String field) implements Answer {}

    /// Whether the reserve has paid all of it.
    default boolean isPaidBy(String reserve) {
        return this instanceof Posted posted
                && posted.entry().legs().stream().allMatch(leg -> leg.debit().equals(reserve));
    }

    static boolean concerns(LedgerEvent event) {
        return event.id().isOf(Settlement.NOUN);
    }

    /// Empty for what was never asked of the ledger.
    static Optional<Answer> of(LedgerEvent event) {
        var id = UUID.fromString(event.id().businessId().substring(Settlement.NOUN.length() + 1));
        return switch (event) {
            case LedgerEvent.Posted posted -> Optional.of(new Posted(id, posted.entry()));
            case LedgerEvent.Rejected no -> Optional.of(new Rejected(id, no.id().attempt(), no.reason(), no.address()));
            case LedgerEvent.Conflicted conflicted -> Optional.of(new Conflicted(id, conflicted.field()));
            case LedgerEvent.AccountsOpened _,
                    LedgerEvent.Constrained _,
                    LedgerEvent.AccountClosed _,
                    LedgerEvent.Held _,
                    LedgerEvent.Captured _,
                    LedgerEvent.Voided _,
                    LedgerEvent.Expired _,
                    LedgerEvent.Reversed _ -> Optional.empty();
        };
    }
}
