package cn.jiaozi.merchant.remedy;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.merchant.reconciliation.Item;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The entry that a remedy is at the ledger: between a wallet and clearing with the core, or the reversal of an entry.
///
/// @param branchCode of the clearing account where the item names none
record Adjustment(String operator, String branchCode) {
    /// What is asked, and of the shard of which wallet.
    record Asking(String walletId, LedgerRequest request) {}

    private enum Way {
        TO_WALLET,
        FROM_WALLET
    }

    Asking of(Item item, RemedyKind kind, String businessId, Instant now) {
        return switch (kind) {
            case BOOK_MISSING_CREDIT -> booking(item, businessId, Way.TO_WALLET, item.theirsFen(), now);
            case BOOK_MISSING_DEBIT -> booking(item, businessId, Way.FROM_WALLET, item.theirsFen(), now);
            case ADJUST_DIFFERENCE -> booking(item, businessId, difference(item), item.amountFen(), now);
            case REVERSE -> reversal(item, businessId, 1, now);
            case RE_QUERY, ACCEPT_WITH_REASON -> throw new IllegalArgumentException(kind + " moves no money");
        };
    }

    /// @param attempt that of the entry to be reversed: the ledger knows it only by its own number, so a reversal that
    ///                found nothing is tried again for the next one
    static Asking reversal(Item item, String businessId, int attempt, Instant now) {
        var entry = item.entry().orElseThrow();
        return new Asking(
                entry.walletId(),
                new LedgerRequest.ReverseEntry(
                        new StepId(businessId, Remedy.STEP, attempt),
                        new StepId(item.businessId().orElseThrow(), entry.step(), attempt),
                        now,
                        now));
    }

    /// Of an exchange-in the wallet has got too little where the core has taken more; of a redeem the other way round.
    private static Way difference(Item item) {
        boolean isCredit =
                item.entry().flatMap(Item.Entry::kind).filter("CREDIT"::equals).isPresent();
        return item.theirsFen() > item.oursFen() == isCredit ? Way.FROM_WALLET : Way.TO_WALLET;
    }

    private Asking booking(Item item, String businessId, Way way, long amountFen, Instant now) {
        var walletId = item.entry()
                .map(Item.Entry::walletId)
                .or(() -> item.line().map(Item.Line::walletId))
                .orElseThrow();
        var clearing = item.entry().flatMap(Item.Entry::clearing).orElse(Addresses.coreClearing(branchCode));
        var branch = clearing.split(":", -1)[1];
        var wallet = Addresses.wallet(walletId);
        var leg =
                switch (way) {
                    // What a customer is owed may exceed the cap.
                    case TO_WALLET -> new LegSpec(clearing, wallet, amountFen, true);
                    case FROM_WALLET -> new LegSpec(wallet, clearing, amountFen, false);
                };
        var opens = new AccountSpec(
                clearing,
                Subject.CORE_CLEARING,
                operator,
                branch,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        var entry = new EntrySpec(
                TxType.ADJUSTMENT,
                operator,
                operator,
                branch,
                List.of(leg),
                List.of(opens),
                now,
                now,
                Optional.empty());
        return new Asking(walletId, new LedgerRequest.PostEntry(StepId.first(businessId, Remedy.STEP), entry));
    }
}
