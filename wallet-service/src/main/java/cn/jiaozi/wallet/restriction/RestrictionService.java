package cn.jiaozi.wallet.restriction;

import cn.jiaozi.chassis.Asking;
import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Ids;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.chassis.Waiters;
import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.wallet.opening.WalletService;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

@Service
public class RestrictionService {
    private static final Logger log = LoggerFactory.getLogger(RestrictionService.class);

    private final RestrictionStore store;
    private final WalletService wallets;
    private final Asking asking;
    private final Waiters waiters;
    private final Ids ids;
    private final Clock clock;

    RestrictionService(
            RestrictionStore store, WalletService wallets, Asking asking, Waiters waiters, Ids ids, Clock clock) {
        this.store = store;
        this.wallets = wallets;
        this.asking = asking;
        this.waiters = waiters;
        this.ids = ids;
        this.clock = clock;
    }

    /// What counts for payments now, by wallet; wallets without restrictions are absent.
    @Transactional
    public Mono<Map<String, Posture>> postures(Collection<String> walletIds) {
        return store.open(walletIds)
                .map(all -> all.stream()
                        .collect(Collectors.groupingBy(
                                Restriction::walletId,
                                Collectors.collectingAndThen(Collectors.toList(), Posture::of))));
    }

    @Transactional
    public Mono<Void> hear(List<LedgerEvent> events) {
        var businessIds =
                events.stream().map(event -> event.id().businessId()).distinct().toList();
        return store.lock(businessIds)
                .flatMap(before -> {
                    var byId = new LinkedHashMap<String, Restriction>();
                    before.forEach(restriction -> byId.put(restriction.businessId(), restriction));
                    events.forEach(event -> byId.computeIfPresent(
                            event.id().businessId(), (_, restriction) -> heard(restriction, event)));
                    return store.save(List.copyOf(byId.values()));
                })
                .then(asking.answered(events.stream().map(LedgerEvent::id).toList()))
                .then(waiters.wakeAfterCommit(businessIds));
    }

    @Transactional
    Mono<Begun<Restriction>> place(String walletId, String restrictionId, Restriction.Terms terms, String by) {
        return wallets.find(List.of(walletId))
                .mapNotNull(found -> found.get(walletId))
                .switchIfEmpty(Mono.error(Problem.notFound("There is no such wallet")))
                .flatMap(wallet -> store.find(walletId, restrictionId)
                        .map(known -> repeated(known, terms))
                        .switchIfEmpty(Mono.defer(() -> wallet.isActive()
                                ? placed(walletId, restrictionId, checked(terms), by)
                                : Mono.error(Problem.of(
                                        HttpStatus.CONFLICT,
                                        Reason.WALLET_STATE_INVALID,
                                        "Only an active wallet can be restricted")))));
    }

    @Transactional
    Mono<Begun<Restriction>> release(String walletId, String restrictionId, String by) {
        return find(walletId, restrictionId)
                .flatMap(known -> known.wanted()
                        ? store.nextVersion(walletId).flatMap(version -> released(known.businessId(), version, by))
                        : Mono.just(new Begun<>(known, true)));
    }

    @Transactional
    Mono<Restriction> find(String walletId, String restrictionId) {
        return store.find(walletId, restrictionId)
                .switchIfEmpty(Mono.error(Problem.notFound("There is no such restriction")));
    }

    @Transactional
    Mono<List<Restriction>> expired(int atMost) {
        return store.expired(clock.instant(), atMost);
    }

    private Mono<Begun<Restriction>> placed(String walletId, String restrictionId, Restriction.Terms terms, String by) {
        var restriction = new Restriction(
                Restriction.NOUN + ":" + ids.next(),
                walletId,
                restrictionId,
                terms,
                RestrictionState.REQUESTED,
                by,
                // As the database keeps it.
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return store.nextVersion(walletId)
                // Behind the lock: somebody faster may have placed the same one.
                .flatMap(version -> store.find(walletId, restrictionId)
                        .map(known -> repeated(known, terms))
                        .switchIfEmpty(Mono.defer(() -> store.insert(restriction)
                                .then(constrain(restriction, Restriction.PLACE, version))
                                .thenReturn(new Begun<>(restriction, false)))));
    }

    private Mono<Begun<Restriction>> released(String businessId, long version, String by) {
        return store.lock(List.of(businessId)).flatMap(locked -> {
            var before = locked.getFirst();
            var after = before.releasing(by);
            return before.equals(after)
                    ? Mono.just(new Begun<>(after, true))
                    : store.save(List.of(after))
                            .then(constrain(after, Restriction.RELEASE, version))
                            .thenReturn(new Begun<>(after, false));
        });
    }

    /// Tells the ledger the whole posture of the wallet, so that a later version can stand for all before it.
    private Mono<Void> constrain(Restriction restriction, String step, long version) {
        var walletId = restriction.walletId();
        return store.open(List.of(walletId)).flatMap(open -> {
            var posture = Posture.of(open.stream().filter(Restriction::wanted).toList());
            log.info("Posture {} of {} is announced: {}", version, walletId, posture);
            return asking.ask(List.of(new Asking.Ask(
                    walletId,
                    new LedgerRequest.ConstrainAccount(
                            StepId.first(restriction.businessId(), step),
                            Addresses.wallet(walletId),
                            posture.debitStopped(),
                            posture.creditStopped(),
                            posture.floorFen(),
                            version))));
        });
    }

    private Restriction heard(Restriction restriction, LedgerEvent event) {
        return switch (event) {
            case LedgerEvent.Constrained constrained -> restriction.heard(constrained, clock.instant());
            case LedgerEvent.AccountsOpened _,
                    LedgerEvent.Posted _,
                    LedgerEvent.AccountClosed _,
                    LedgerEvent.Expired _,
                    LedgerEvent.Reversed _,
                    LedgerEvent.Held _,
                    LedgerEvent.Captured _,
                    LedgerEvent.Voided _,
                    LedgerEvent.Rejected _,
                    LedgerEvent.Conflicted _ -> throw new IllegalStateException("a restriction cannot end in " + event);
        };
    }

    private Restriction.Terms checked(Restriction.Terms terms) {
        boolean isHold = terms.type() == RestrictionType.AMOUNT_HOLD;
        if (isHold != terms.amountFen().isPresent()) {
            throw Problem.badRequest("/amountFen", isHold ? "is missing" : "belongs to an AMOUNT_HOLD alone");
        }
        if (terms.until().filter(until -> !until.isAfter(clock.instant())).isPresent()) {
            throw Problem.badRequest("/until", "must be in the future");
        }
        return terms;
    }

    private static Begun<Restriction> repeated(Restriction known, Restriction.Terms terms) {
        known.terms().difference(terms).ifPresent(pointer -> {
            throw Problem.conflict(pointer, "This id was used for another restriction of the wallet");
        });
        return new Begun<>(known, true);
    }
}
