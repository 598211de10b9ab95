package cn.jiaozi.wallet.returned;

import cn.jiaozi.chassis.Asking.Ask;
import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.wallet.bank.BankReturn;
import cn.jiaozi.wallet.exchange.Exchange;
import cn.jiaozi.wallet.exchange.ExchangeState;
import cn.jiaozi.wallet.opening.Wallet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What became of something that the core has sent back.
///
/// @param businessId of the payout or the redeem; empty where it is none
/// @param finding    why nothing is done about it
/// @param attempt    how often the ledger was asked to take it back
/// @param rejection  what the ledger said last
record Returned(
        BankReturn from,
        Optional<String> businessId,
        Optional<Finding> finding,
        State state,
        int attempt,
        Optional<Reason> rejection,
        Instant heardAt,
        Optional<Instant> nextTryAt,
        Optional<Instant> endedAt) {
    static final String STEP = "return";

    /// In the order in which they are looked for.
    enum Finding {
        UNKNOWN_TRANSFER,
        /// An exchange-in, or cash.
        NOT_TO_AN_ACCOUNT,
        NOT_PAID,
        RETURNED_BEFORE,
        AMOUNT_DIFFERS
    }

    enum State {
        /// The transfer has not been captured yet, or the ledger has said no and is asked again.
        WAITING,
        ASKED,
        POSTED,
        /// Nothing moves; somebody has to look.
        LEFT
    }

    /// @param transfer what was asked of the core under that id
    /// @param before   whether it has come back already
    static Returned of(BankReturn from, Optional<Exchange> transfer, boolean before, Instant now) {
        var finding = finding(from, transfer, before);
        return new Returned(
                from,
                transfer.map(Exchange::businessId),
                finding,
                finding.isPresent() ? State.LEFT : State.WAITING,
                0,
                Optional.empty(),
                now,
                finding.isPresent() ? Optional.empty() : Optional.of(now),
                Optional.empty());
    }

    private static Optional<Finding> finding(BankReturn from, Optional<Exchange> transfer, boolean before) {
        if (transfer.isEmpty()) {
            return Optional.of(Finding.UNKNOWN_TRANSFER);
        }
        if (!transfer.get().isToAnAccount()) {
            return Optional.of(Finding.NOT_TO_AN_ACCOUNT);
        }
        if (isUnpaid(transfer.get())) {
            return Optional.of(Finding.NOT_PAID);
        }
        if (before) {
            return Optional.of(Finding.RETURNED_BEFORE);
        }
        return transfer.get().amountFen() == from.amountFen() ? Optional.empty() : Optional.of(Finding.AMOUNT_DIFFERS);
    }

    /// A transfer whose answer was lost may come back before we know that it was done.
    private static boolean isUnpaid(Exchange transfer) {
        return switch (transfer.state()) {
            case REQUESTED, HELD, VOIDING, FAILED -> true;
            case SENT, UNKNOWN, CAPTURING, SUCCEEDED, RETURNED -> false;
        };
    }

    /// The transfer stands so: the money can come back once it has left, and never where it has not.
    Returned met(Exchange transfer, Duration pause, Instant now) {
        if (transfer.state() == ExchangeState.SUCCEEDED) {
            return with(State.ASKED, finding, attempt + 1, rejection, Optional.empty(), endedAt);
        }
        return isUnpaid(transfer)
                ? with(State.LEFT, Optional.of(Finding.NOT_PAID), attempt, rejection, Optional.empty(), endedAt)
                : with(state, finding, attempt, rejection, Optional.of(now.plus(pause)), endedAt);
    }

    /// What the ledger said; the same for a repeat, and for an earlier attempt.
    Returned heard(LedgerEvent event, Duration again, Instant now) {
        if (state != State.ASKED || event.id().attempt() != attempt) {
            return this;
        }
        return switch (event) {
            case LedgerEvent.Posted _ ->
                with(State.POSTED, finding, attempt, rejection, Optional.empty(), Optional.of(now));
            case LedgerEvent.Rejected rejected ->
                with(
                        State.WAITING,
                        finding,
                        attempt,
                        Optional.of(rejected.reason()),
                        Optional.of(now.plus(again)),
                        endedAt);
            default -> throw new IllegalStateException(event.id() + " cannot happen to a return");
        };
    }

    /// The money is its holder's, so no cap stops it; where the wallet takes nothing it waits in clearing.
    Ask ask(Exchange transfer, Wallet wallet, Instant now) {
        var leg = new LegSpec(
                Addresses.coreClearing(wallet.branchCode()),
                Addresses.wallet(wallet.walletId()),
                from.amountFen(),
                true);
        return new Ask(
                wallet.walletId(),
                new PostEntry(
                        new StepId(businessId.orElseThrow(), STEP, attempt),
                        new EntrySpec(
                                transfer.isPayout() ? TxType.PAYOUT_RETURN : TxType.REDEEM_RETURN,
                                wallet.operator(),
                                wallet.operator(),
                                wallet.branchCode(),
                                List.of(leg),
                                List.of(),
                                heardAt,
                                now,
                                Optional.empty())));
    }

    private Returned with(
            State next,
            Optional<Finding> nowFinding,
            int nowAttempt,
            Optional<Reason> nowRejection,
            Optional<Instant> nowNextTryAt,
            Optional<Instant> nowEndedAt) {
        return new Returned(
                from, businessId, nowFinding, next, nowAttempt, nowRejection, heardAt, nowNextTryAt, nowEndedAt);
    }
}
