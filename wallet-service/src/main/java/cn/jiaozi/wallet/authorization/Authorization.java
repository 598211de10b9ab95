package cn.jiaozi.wallet.authorization;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.PaymentEvent.PaymentRequested;
import cn.jiaozi.contracts.PaymentEvent.RefundRequested;
import cn.jiaozi.contracts.PaymentEvent.TransferRequested;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.ShardMap;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.WalletEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// The decision on one requested transfer, with the request and what was announced, word for word.
///
/// @param day     the day of the request in Shanghai; usage counts there, and give-back goes there
/// @param counted whether the amount counts towards the payer's limits
/// @param pinFree whether it counts towards what may be paid without a factor, too
record Authorization(
        AuthorizationState state,
        Optional<Reason> reason,
        LocalDate day,
        boolean counted,
        boolean pinFree,
        TransferRequested request,
        Outcome outcome,
        Instant decidedAt,
        Optional<Instant> endedAt) {
    /// Databases keep microseconds; a request that is announced again may have come through one.
    private static final Duration SAME_TIME = Duration.ofMillis(1);

    /// What is announced for it.
    sealed interface Outcome {
        Object event();

        record Asked(LedgerRequest.PostEntry event) implements Outcome {}

        record Refused(WalletEvent.Refused event) implements Outcome {}
    }

    String businessId() {
        return request.businessId();
    }

    /// The payer's shard is the one that is asked.
    Announcement announcement(ShardMap shards) {
        return switch (outcome) {
            case Outcome.Asked asked -> {
                var payer = request.payer().walletId();
                yield new Announcement(Topics.ledgerRequest(shards, payer), payer, asked.event());
            }
            case Outcome.Refused refused -> new Announcement(Topics.WALLET, businessId(), refused.event());
        };
    }

    /// Whether the ledger's answer ends it by giving back what had counted.
    boolean givesBack(Authorization before) {
        return counted && state == AuthorizationState.RELEASED && before.state == AuthorizationState.AUTHORIZED;
    }

    /// What the ledger did; the same for a repeat.
    Authorization heard(LedgerEvent event, Instant now) {
        return switch (event) {
            case LedgerEvent.Posted _ -> ended(AuthorizationState.SETTLED, event, now);
            case LedgerEvent.Rejected _ -> ended(AuthorizationState.RELEASED, event, now);
            case LedgerEvent.AccountsOpened _,
                    LedgerEvent.Constrained _,
                    LedgerEvent.Held _,
                    LedgerEvent.Captured _,
                    LedgerEvent.Voided _,
                    LedgerEvent.AccountClosed _,
                    LedgerEvent.Expired _,
                    LedgerEvent.Reversed _,
                    LedgerEvent.Conflicted _ ->
                throw new IllegalStateException(event.id() + " cannot happen to a transfer");
        };
    }

    /// The first field in which another request with this id differs.
    Optional<String> difference(TransferRequested other) {
        if (request.txType() != other.txType()) {
            return Optional.of("txType");
        }
        if (request instanceof RefundRequested mine
                && other instanceof RefundRequested its
                && !mine.paymentBusinessId().equals(its.paymentBusinessId())) {
            return Optional.of("paymentBusinessId");
        }
        if (!request.payer().equals(other.payer())) {
            return Optional.of("payer");
        }
        if (!request.payee().equals(other.payee())) {
            return Optional.of("payee");
        }
        if (request.amountFen() != other.amountFen()) {
            return Optional.of("amountFen");
        }
        if (!request.requestedBy().equals(other.requestedBy())) {
            return Optional.of("requestedBy");
        }
        if (request instanceof PaymentRequested mine
                && other instanceof PaymentRequested its
                && !mine.authFactors().equals(its.authFactors())) {
            return Optional.of("authFactors");
        }
        if (request instanceof RefundRequested mine
                && other instanceof RefundRequested its
                && !mine.advanceFen().equals(its.advanceFen())) {
            return Optional.of("advanceFen");
        }
        if (differ(request.requestedAt(), other.requestedAt())) {
            return Optional.of("requestedAt");
        }
        return differ(request.validUntil(), other.validUntil()) ? Optional.of("validUntil") : Optional.empty();
    }

    private Authorization ended(AuthorizationState end, LedgerEvent event, Instant now) {
        if (state == end) {
            return this;
        }
        if (!state.mayBecome(end)) {
            throw new IllegalStateException(event.id() + " cannot become " + end + ", it is " + state);
        }
        return new Authorization(end, reason, day, counted, pinFree, request, outcome, decidedAt, Optional.of(now));
    }

    private static boolean differ(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(SAME_TIME) >= 0;
    }
}
