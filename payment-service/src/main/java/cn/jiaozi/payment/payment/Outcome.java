package cn.jiaozi.payment.payment;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.WalletEvent;
import java.util.Map;
import java.util.Optional;

/// What the ring reports about a requested movement of money.
public sealed interface Outcome {
    /// The ledger speaks accounting; the payer and the merchant hear about wallets.
    Map<Reason, Reason> IN_WORDS_OF_WALLETS = Map.of(
            Reason.DEBIT_FROZEN, Reason.WALLET_FROZEN,
            Reason.CREDIT_FROZEN, Reason.WALLET_FROZEN,
            Reason.ACCOUNT_QUARANTINED, Reason.WALLET_FROZEN,
            Reason.ACCOUNT_ON_OTHER_SHARD, Reason.WALLET_UNREACHABLE,
            Reason.ACCOUNT_NOT_FOUND, Reason.WALLET_NOT_FOUND,
            Reason.ACCOUNT_CLOSED, Reason.WALLET_CLOSED);

    String businessId();

    /// The money has moved.
    record Posted(String businessId, Posting posting) implements Outcome {}

    /// The money will not move, whoever said so.
    record Denied(String businessId, Reason reason) implements Outcome {}

    /// Somebody used the id for something else; this is never an outcome of ours.
    record Conflicted(String businessId, String field) implements Outcome {}

    /// Empty for what is told of payouts, and of what the core has answered.
    static Optional<Outcome> of(WalletEvent event) {
        return switch (event) {
            case WalletEvent.Refused refused -> Optional.of(new Denied(refused.businessId(), refused.reason()));
            case WalletEvent.Conflicted conflicted ->
                Optional.of(new Conflicted(conflicted.businessId(), conflicted.field()));
            case WalletEvent.PayoutMoved _, WalletEvent.CoreAnswered _ -> Optional.empty();
        };
    }

    /// Empty for what the ledger does for others: accounts, constraints, and the holds of exchanges.
    static Optional<Outcome> of(LedgerEvent event) {
        return switch (event) {
            case LedgerEvent.Posted(var id, var entry) -> Optional.of(new Posted(id.businessId(), Posting.of(entry)));
            case LedgerEvent.Rejected rejected ->
                Optional.of(new Denied(
                        rejected.id().businessId(),
                        IN_WORDS_OF_WALLETS.getOrDefault(rejected.reason(), rejected.reason())));
            case LedgerEvent.Conflicted conflicted ->
                Optional.of(new Conflicted(conflicted.id().businessId(), conflicted.field()));
            case LedgerEvent.AccountsOpened _,
                    LedgerEvent.Constrained _,
                    LedgerEvent.Held _,
                    LedgerEvent.Captured _,
                    LedgerEvent.Voided _,
                    LedgerEvent.AccountClosed _,
                    LedgerEvent.Expired _,
                    LedgerEvent.Reversed _ -> Optional.empty();
        };
    }
}
