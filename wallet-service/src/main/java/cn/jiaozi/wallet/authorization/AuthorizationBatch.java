package cn.jiaozi.wallet.authorization;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.PaymentEvent.TransferRequested;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.ShardMap;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.wallet.limit.LimitPolicies;
import cn.jiaozi.wallet.limit.LimitPolicy;
import cn.jiaozi.wallet.opening.Wallet;
import cn.jiaozi.wallet.pinfree.PinFree;
import cn.jiaozi.wallet.restriction.Posture;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides a batch of requests in the order of their arrival, against what was loaded and locked for it. Pure: it
/// touches nothing but its own collections.
final class AuthorizationBatch {
    private static final LimitPolicy.Terms NO_LIMITS =
            new LimitPolicy.Terms(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final Loaded loaded;
    private final String operator;
    private final ShardMap shards;
    private final Instant now;
    private final Map<String, Authorization> known;
    private final List<Authorization> decided = new ArrayList<>();
    private final List<Announcement> announcements = new ArrayList<>();
    private final List<WalletEvent.Conflicted> conflicts = new ArrayList<>();

    /// @param known    authorizations of ids that were asked for before
    /// @param spending counted up while the batch is decided
    record Loaded(
            Map<String, Authorization> known,
            Map<String, Wallet> wallets,
            Map<String, Posture> postures,
            LimitPolicies policies,
            Map<String, PinFree> pinFree,
            Spending spending) {}

    AuthorizationBatch(Loaded loaded, String operator, ShardMap shards, Instant now) {
        this.loaded = loaded;
        this.operator = operator;
        this.shards = shards;
        this.now = now;
        this.known = new HashMap<>(loaded.known());
    }

    /// Decides a request, or announces again what was decided on its id.
    void decide(TransferRequested request) {
        var before = known.get(request.businessId());
        if (before == null) {
            var authorization = decided(request);
            known.put(request.businessId(), authorization);
            decided.add(authorization);
            announcements.add(authorization.announcement(shards));
            return;
        }
        before.difference(request)
                .ifPresentOrElse(
                        field -> {
                            var conflict = new WalletEvent.Conflicted(request.businessId(), field, now);
                            conflicts.add(conflict);
                            announcements.add(new Announcement(Topics.WALLET, request.businessId(), conflict));
                        },
                        () -> announcements.add(before.announcement(shards)));
    }

    List<Authorization> decided() {
        return decided;
    }

    List<Announcement> announcements() {
        return announcements;
    }

    List<WalletEvent.Conflicted> conflicts() {
        return conflicts;
    }

    Spending spending() {
        return loaded.spending();
    }

    private Authorization decided(TransferRequested request) {
        var day = BusinessTime.dayOf(request.requestedAt());
        var payer = Optional.ofNullable(loaded.wallets().get(request.payer().walletId()));
        return Check.refusal(transfer(request, payer, day))
                .map(reason -> refused(request, day, reason))
                .orElseGet(() -> authorized(request, day, payer.orElseThrow()));
    }

    private Check.Transfer transfer(TransferRequested request, Optional<Wallet> payer, LocalDate day) {
        var payerId = request.payer().walletId();
        var payeeId = request.payee().walletId();
        return new Check.Transfer(
                request,
                operator,
                payer,
                Optional.ofNullable(loaded.wallets().get(payeeId)),
                loaded.postures().getOrDefault(payerId, Posture.FREE),
                loaded.postures().getOrDefault(payeeId, Posture.FREE),
                payer.map(wallet -> loaded.policies()
                                .inForce(wallet.walletClass(), day)
                                .terms())
                        .orElse(NO_LIMITS),
                loaded.pinFree().getOrDefault(payerId, PinFree.OFF),
                loaded.spending().onDay(payerId, day),
                loaded.spending().inYear(payerId, day));
    }

    private Authorization refused(TransferRequested request, LocalDate day, Reason reason) {
        return new Authorization(
                AuthorizationState.REFUSED,
                Optional.of(reason),
                day,
                false,
                false,
                request,
                new Authorization.Outcome.Refused(new WalletEvent.Refused(request.businessId(), reason, now)),
                now,
                Optional.of(now));
    }

    private Authorization authorized(TransferRequested request, LocalDate day, Wallet payer) {
        var authorization = new Authorization(
                AuthorizationState.AUTHORIZED,
                Optional.empty(),
                day,
                Check.counts(request.txType(), payer.walletClass()),
                Check.isPinFree(request, payer.walletClass()),
                request,
                new Authorization.Outcome.Asked(
                        new PostEntry(StepId.first(request.businessId(), "post"), entry(request, payer))),
                now,
                Optional.empty());
        if (authorization.counted()) {
            loaded.spending().count(authorization);
        }
        return authorization;
    }

    private EntrySpec entry(TransferRequested request, Wallet payer) {
        var advance = Advance.of(request, payer);
        return new EntrySpec(
                request.txType(),
                request.payer().operator(),
                request.payee().operator(),
                payer.branchCode(),
                advance.map(Advance::legs).orElseGet(() -> List.of(leg(request))),
                advance.map(Advance::opens).stream().toList(),
                request.requestedAt(),
                now,
                Optional.of(request.validUntil()));
    }

    private static LegSpec leg(TransferRequested request) {
        return new LegSpec(
                Addresses.wallet(request.payer().walletId()),
                Addresses.wallet(request.payee().walletId()),
                request.amountFen(),
                // What was paid once must find its way back, also into a full wallet.
                request.txType() == TxType.REFUND);
    }
}
