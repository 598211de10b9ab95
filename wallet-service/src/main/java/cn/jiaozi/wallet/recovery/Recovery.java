package cn.jiaozi.wallet.recovery;

import cn.jiaozi.chassis.Asking.Ask;
import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.LedgerRequest.UpTo;
import cn.jiaozi.contracts.PaymentEvent.VouchersSettled;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.wallet.limit.WalletClass;
import cn.jiaozi.wallet.opening.Wallet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a holder owes for the vouchers of one settlement, and how much of it was taken. Each try is a step of its own
/// at the ledger, asked when the one before is answered, so that never more is taken than is owed.
///
/// @param tries     the last one's number
/// @param nextTryAt empty while the ledger is asked, and when nothing is owed any more
public record Recovery(
        String businessId,
        String walletId,
        String purseId,
        long owedFen,
        long takenFen,
        int tries,
        Instant settledAt,
        Optional<Instant> nextTryAt) {
    public static final String NOUN = "recovery";

    /// The bearer of an anonymous card owes nothing.
    static Optional<Recovery> of(VouchersSettled event, Optional<Wallet> payer) {
        return payer.filter(wallet -> event.receivableFen() > 0 && wallet.walletClass() != WalletClass.HW_ANON)
                .map(wallet -> new Recovery(
                        NOUN + event.businessId().substring(event.businessId().indexOf(':')),
                        wallet.walletId(),
                        event.purseId(),
                        event.receivableFen(),
                        0,
                        1,
                        event.settledAt(),
                        Optional.empty()));
    }

    /// How much of it can be taken is the ledger's to know.
    Ask ask(Wallet wallet, Instant now) {
        var leg = new LegSpec(
                Addresses.wallet(walletId),
                Addresses.receivable(walletId, purseId),
                leftFen(),
                Optional.of(new UpTo(0, 0)),
                Optional.empty(),
                Optional.empty(),
                true);
        return new Ask(
                walletId,
                new PostEntry(
                        step(),
                        new EntrySpec(
                                TxType.OFFLINE_RECOVERY,
                                wallet.operator(),
                                wallet.operator(),
                                wallet.branchCode(),
                                List.of(leg),
                                List.of(),
                                settledAt,
                                now,
                                Optional.empty())));
    }

    Recovery again() {
        return new Recovery(businessId, walletId, purseId, owedFen, takenFen, tries + 1, settledAt, Optional.empty());
    }

    /// What the ledger did; the same for a repeat.
    Recovery heard(LedgerEvent event, Instant now, Duration tryAgain) {
        if (!event.id().equals(step()) || nextTryAt.isPresent() || leftFen() == 0) {
            return this;
        }
        return switch (event) {
            case LedgerEvent.Posted posted ->
                answered(
                        posted.entry().legs().stream()
                                .mapToLong(LedgerEvent.Leg::amountFen)
                                .sum(),
                        now.plus(tryAgain));
            case LedgerEvent.Rejected _ -> answered(0, now.plus(tryAgain));
            case LedgerEvent.AccountsOpened _,
                    LedgerEvent.Constrained _,
                    LedgerEvent.Held _,
                    LedgerEvent.Captured _,
                    LedgerEvent.Voided _,
                    LedgerEvent.AccountClosed _,
                    LedgerEvent.Expired _,
                    LedgerEvent.Reversed _,
                    LedgerEvent.Conflicted _ ->
                throw new IllegalStateException(event.id() + " cannot happen to a recovery");
        };
    }

    long leftFen() {
        return owedFen - takenFen;
    }

    private StepId step() {
        return StepId.first(businessId, tries == 1 ? "post" : "post-" + tries);
    }

    private Recovery answered(long movedFen, Instant again) {
        if (movedFen > leftFen()) {
            throw new IllegalStateException(businessId + " has taken more than is owed");
        }
        return new Recovery(
                businessId,
                walletId,
                purseId,
                owedFen,
                takenFen + movedFen,
                tries,
                settledAt,
                movedFen == leftFen() ? Optional.empty() : Optional.of(again));
    }
}
