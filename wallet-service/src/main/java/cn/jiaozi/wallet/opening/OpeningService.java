package cn.jiaozi.wallet.opening;

import cn.jiaozi.chassis.Asking;
import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject;
import cn.jiaozi.wallet.WalletSettings;
import cn.jiaozi.wallet.bank.CoreSettings;
import cn.jiaozi.wallet.bank.Verification;
import cn.jiaozi.wallet.kyc.Identity;
import cn.jiaozi.wallet.kyc.KycService;
import cn.jiaozi.wallet.limit.LimitPolicies;
import cn.jiaozi.wallet.limit.LimitPolicy;
import cn.jiaozi.wallet.limit.LimitService;
import cn.jiaozi.wallet.limit.WalletClass;
import cn.jiaozi.wallet.number.WalletNumber;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

@Service
class OpeningService {
    private final WalletStore store;
    private final WalletService wallets;
    private final KycService kyc;
    private final LimitService limits;
    private final Asking asking;
    private final WalletSettings settings;
    private final CoreSettings core;
    private final Clock clock;

    /// An account to be verified at the bank.
    record Unverified(Wallet wallet, Identity identity) {}

    record Verified(String walletId, Verification result) {}

    OpeningService(
            WalletStore store,
            WalletService wallets,
            KycService kyc,
            LimitService limits,
            Asking asking,
            WalletSettings settings,
            CoreSettings core,
            Clock clock) {
        this.store = store;
        this.wallets = wallets;
        this.kyc = kyc;
        this.limits = limits;
        this.asking = asking;
        this.settings = settings;
        this.core = core;
        this.clock = clock;
    }

    @Transactional
    Mono<Begun<Wallet>> begin(String openedBy, String openingId, String ownerParty, OpeningRequest request) {
        return limits.policies()
                .zipWith(store.nextSerial())
                .map(both -> asked(openedBy, openingId, ownerParty, request, both.getT1(), both.getT2()))
                .flatMap(asked -> store.findOpening(openedBy, openingId)
                        .flatMap(known -> repeated(known, asked, request))
                        .switchIfEmpty(Mono.defer(() -> opened(asked, request))));
    }

    @Transactional
    Mono<Wallet> find(String openedBy, String openingId) {
        return store.findOpening(openedBy, openingId)
                .switchIfEmpty(Mono.error(Problem.notFound("There is no such opening of yours")));
    }

    /// Takes openings for verification; the call itself is made outside of any transaction.
    @Transactional
    Mono<List<Unverified>> takeUnverified(int atMost) {
        var now = clock.instant();
        return store.takeUnverified(now, now.plus(core.lease()), atMost)
                .flatMap(taken -> taken.isEmpty()
                        ? Mono.just(List.of())
                        : kyc.find(taken.stream().map(Wallet::walletId).toList())
                                .map(identities -> taken.stream()
                                        .filter(wallet -> identities.containsKey(wallet.walletId()))
                                        .map(wallet -> new Unverified(wallet, identity(identities, wallet.walletId())))
                                        .toList()));
    }

    @Transactional
    Mono<Void> conclude(List<Verified> results) {
        var byId = new HashMap<String, Verification>();
        results.forEach(verified -> byId.put(verified.walletId(), verified.result()));
        return limits.policies()
                .flatMap(policies -> store.lock(byId.keySet()).flatMap(before -> {
                    var now = clock.instant();
                    var after = before.stream()
                            .map(wallet -> concluded(
                                    wallet, Objects.requireNonNull(byId.get(wallet.walletId())), policies, now))
                            .toList();
                    var asks = Stream.iterate(0, i -> i < after.size(), i -> i + 1)
                            .filter(i ->
                                    !before.get(i).verified() && after.get(i).verified())
                            .flatMap(i -> asks(after.get(i), policies, now))
                            .toList();
                    return wallets.end(before, after).then(asking.ask(asks));
                }));
    }

    private Mono<Begun<Wallet>> repeated(Wallet known, Wallet asked, OpeningRequest request) {
        return kyc.find(List.of(known.walletId())).map(identities -> {
            OpeningRules.difference(known, identity(identities, known.walletId()), asked, request.identity())
                    .ifPresent(pointer -> {
                        throw Problem.conflict(pointer, "This id was used for another opening");
                    });
            return new Begun<>(known, true);
        });
    }

    private Mono<Begun<Wallet>> opened(Wallet asked, OpeningRequest request) {
        // The same opening, asked for twice at once: the one who waited for the other finds its row.
        return store.insert(asked)
                .flatMap(inserted -> inserted
                        ? decided(asked, request.identity())
                        : find(asked.openedBy(), asked.openingId()).flatMap(known -> repeated(known, asked, request)));
    }

    private Mono<Begun<Wallet>> decided(Wallet asked, Identity identity) {
        var now = asked.requestedAt();
        var refusal = OpeningRules.refusal(asked.walletClass(), identity, BusinessTime.dayOf(now));
        return kyc.save(asked.walletId(), identity)
                .then(refusal.isPresent() ? Mono.just(true) : claimed(asked, identity))
                .map(unique -> refusal.or(() -> unique ? Optional.empty() : Optional.of(Reason.WALLET_EXISTS)))
                .map(reason -> reason.map(why -> asked.rejected(why, now)).orElse(asked))
                .flatMap(wallet -> wallets.end(List.of(asked), List.of(wallet))
                        .then(wallet.finished() || !wallet.verified() ? Mono.empty() : askLedger(wallet, now))
                        .thenReturn(new Begun<>(wallet, false)));
    }

    private Mono<Boolean> claimed(Wallet wallet, Identity identity) {
        return OpeningRules.unique(wallet.walletClass(), identity, wallet.operator())
                .map(unique -> kyc.claim(wallet.walletId(), unique))
                .orElseGet(() -> Mono.just(true));
    }

    private Mono<Void> askLedger(Wallet wallet, Instant now) {
        return limits.policies()
                .flatMap(policies -> asking.ask(asks(wallet, policies, now).toList()));
    }

    private Wallet asked(
            String openedBy,
            String openingId,
            String ownerParty,
            OpeningRequest request,
            LimitPolicies policies,
            long serial) {
        // As the database keeps it, so that the first answer and a repeat are the same.
        var now = clock.instant();
        boolean needsBank =
                switch (request.walletClass()) {
                    case CLASS_II, CORPORATE -> true;
                    case CLASS_IV, HW_ANON -> false;
                };
        return new Wallet(
                WalletNumber.of(settings.operator(), request.walletClass().kind(), serial),
                request.walletClass(),
                WalletState.OPENING,
                Optional.empty(),
                ownerParty,
                openedBy,
                openingId,
                settings.operator(),
                request.branchCode().orElse(settings.branchCode()),
                !needsBank,
                false,
                policy(policies, request.walletClass(), now).effectiveOn(),
                1,
                0,
                now,
                Optional.empty(),
                needsBank ? Optional.of(now) : Optional.empty(),
                0);
    }

    private Wallet concluded(Wallet wallet, Verification result, LimitPolicies policies, Instant now) {
        return switch (result) {
            case Verification.Matched _ ->
                wallet.verified(policy(policies, wallet.walletClass(), now).effectiveOn());
            case Verification.Mismatched mismatched ->
                wallet.verified() ? wallet : wallet.rejected(mismatched.reason(), now);
            case Verification.Unavailable _ ->
                wallet.nextTryAt().isEmpty() ? wallet : wallet.tryAgainAt(now.plus(core.pause(wallet.tries())));
        };
    }

    private static Stream<Asking.Ask> asks(Wallet wallet, LimitPolicies policies, Instant now) {
        var account = new LedgerRequest.AccountSpec(
                Addresses.wallet(wallet.walletId()),
                Subject.WALLET,
                wallet.operator(),
                wallet.branchCode(),
                Optional.of(wallet.ownerParty()),
                Optional.of(0L),
                Optional.of(Addresses.walletGroup(wallet.walletId())));
        return Stream.of(
                new Asking.Ask(
                        wallet.walletId(),
                        new LedgerRequest.OpenAccounts(
                                StepId.first(wallet.businessId(), Wallet.OPEN), List.of(account))),
                CapService.ask(wallet, policy(policies, wallet.walletClass(), now)));
    }

    private static LimitPolicy policy(LimitPolicies policies, WalletClass walletClass, Instant now) {
        return policies.inForce(walletClass, BusinessTime.dayOf(now));
    }

    private static Identity identity(Map<String, Identity> identities, String walletId) {
        return Objects.requireNonNull(identities.get(walletId), "a wallet without an identity");
    }
}
