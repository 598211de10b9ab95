package cn.jiaozi.merchant.receivable;

import cn.jiaozi.chassis.Asking.Ask;
import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerEvent.Posted;
import cn.jiaozi.contracts.LedgerEvent.Rejected;
import cn.jiaozi.contracts.LedgerEvent.Reversed;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.LedgerRequest.UpTo;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.TxType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a merchant owes for one refund that the bank has advanced (垫付应收), and how much of it was taken since. Each try
/// is a step of its own at the ledger, asked when the one before is answered, so that never more is taken than is owed.
///
/// @param tries   the last one's number
/// @param sold    whether something was sold that the last try may have come too early for
/// @param againAt empty while the ledger is asked, and when nothing is owed any more
record Receivable(
        String businessId,
        String refundBusinessId,
        Debtor debtor,
        long owedFen,
        long takenFen,
        int tries,
        boolean sold,
        Instant since,
        Optional<Instant> againAt) {
    static final String NOUN = "advance";

    record Debtor(String merchantNo, String walletId, String branchCode) {}

    /// Of the refund's entry, what the bank has paid.
    static Receivable of(Advanced advanced, Debtor debtor) {
        return new Receivable(
                idOf(advanced.refundBusinessId()),
                advanced.refundBusinessId(),
                debtor,
                advanced.amountFen(),
                0,
                1,
                false,
                advanced.at(),
                Optional.empty());
    }

    /// A leg of a refund that was paid by the bank.
    record Advanced(String refundBusinessId, String walletId, long amountFen, Instant at) {
        /// Empty for whatever else the ledger has done.
        static Optional<Advanced> of(LedgerEvent event) {
            return event instanceof Posted(var id, var entry) && entry.txType() == TxType.REFUND
                    ? entry.legs().stream()
                            .flatMap(leg -> Addresses.advancedFor(leg.debit()).stream()
                                    .map(wallet -> new Advanced(id.businessId(), wallet, leg.amountFen(), entry.at())))
                            .findFirst()
                    : Optional.empty();
        }
    }

    /// The advanced refunds whose entries were posted the other way round (冲正), so that nothing is owed for them.
    static Optional<String> undone(LedgerEvent event) {
        return event instanceof Reversed(var _, var original, var entry)
                        && entry.legs().stream()
                                .anyMatch(leg ->
                                        Addresses.advancedFor(leg.credit()).isPresent())
                ? Optional.of(idOf(original.businessId()))
                : Optional.empty();
    }

    private static String idOf(String refundBusinessId) {
        return NOUN + refundBusinessId.substring(refundBusinessId.indexOf(':'));
    }

    Receivable undone() {
        return with(owedFen, tries, false, Optional.empty());
    }

    long leftFen() {
        return owedFen - takenFen;
    }

    boolean isAsked() {
        return againAt.isEmpty() && leftFen() > 0;
    }

    /// The wallet may have something now.
    Receivable pressed() {
        return isAsked()
                ? with(takenFen, tries, true, Optional.empty())
                : with(takenFen, tries + 1, false, Optional.empty());
    }

    /// What the ledger did; the same for a repeat, and for an answer to an earlier try.
    Receivable heard(LedgerEvent event, Instant now, Duration askAgainAfter) {
        if (!event.id().equals(step()) || !isAsked()) {
            return this;
        }
        return switch (event) {
            case Posted posted ->
                answered(
                        posted.entry().legs().stream()
                                .mapToLong(LedgerEvent.Leg::amountFen)
                                .sum(),
                        now,
                        askAgainAfter);
            case Rejected _ -> answered(0, now, askAgainAfter);
            // A conflict is never an answer: what was asked stays open.
            case LedgerEvent.AccountsOpened _,
                    LedgerEvent.Constrained _,
                    LedgerEvent.AccountClosed _,
                    LedgerEvent.Held _,
                    LedgerEvent.Captured _,
                    LedgerEvent.Voided _,
                    LedgerEvent.Expired _,
                    LedgerEvent.Reversed _,
                    LedgerEvent.Conflicted _ -> this;
        };
    }

    StepId step() {
        return StepId.first(businessId, tries == 1 ? "post" : "post-" + tries);
    }

    /// How much of it can be taken is the ledger's to know.
    ///
    /// @param operator our own code
    Ask ask(String operator, Instant now) {
        var leg = new LegSpec(
                Addresses.wallet(debtor.walletId()),
                Addresses.refundReceivable(debtor.walletId()),
                leftFen(),
                Optional.of(new UpTo(0, 0)),
                Optional.empty(),
                Optional.empty(),
                false);
        return new Ask(
                debtor.walletId(),
                new PostEntry(
                        step(),
                        new EntrySpec(
                                TxType.REFUND_RECOVERY,
                                operator,
                                operator,
                                debtor.branchCode(),
                                List.of(leg),
                                List.of(),
                                since,
                                now,
                                Optional.empty())));
    }

    private Receivable answered(long movedFen, Instant now, Duration askAgainAfter) {
        if (movedFen > leftFen()) {
            throw new IllegalStateException(businessId + " has taken more than is owed");
        }
        var again =
                movedFen == leftFen() ? Optional.<Instant>empty() : Optional.of(sold ? now : now.plus(askAgainAfter));
        return with(takenFen + movedFen, tries, false, again);
    }

    private Receivable with(long taken, int tried, boolean soldSince, Optional<Instant> again) {
        return new Receivable(businessId, refundBusinessId, debtor, owedFen, taken, tried, soldSince, since, again);
    }
}
