package cn.jiaozi.wallet.purse;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.chassis.Reannouncing.Page;
import cn.jiaozi.contracts.PaymentEvent.PurseSuspected;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.wallet.opening.WalletService;
import cn.jiaozi.wallet.purse.PurseStore.Act;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Purses as the other features know them, and what may be done to them.
@Service
public class PurseService {
    private static final Logger log = LoggerFactory.getLogger(PurseService.class);
    private static final int LISTED = 100;
    private static final int ROUND = 1_000;

    /// Who blocks a purse when nobody has asked for it.
    private static final String SUITE = "jiaozi";

    private final PurseStore store;
    private final CertificateStore certificates;
    private final WalletService wallets;
    private final Outbox outbox;
    private final Clock clock;

    /// @param existed whether it was so before
    public record Moved(Purse purse, boolean existed) {}

    /// @param certificates all that it was ever given, the oldest first
    record Certified(Purse purse, List<PurseCertificate> certificates) {}

    PurseService(PurseStore store, CertificateStore certificates, WalletService wallets, Outbox outbox, Clock clock) {
        this.store = store;
        this.wallets = wallets;
        this.certificates = certificates;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// The purse, until the transaction ends nobody else's; a problem for whom it is not.
    @Transactional
    public Mono<Purse> lockFor(Caller caller, String purseId) {
        return theirs(caller, store.lock(List.of(purseId)));
    }

    @Transactional
    public Mono<Purse> findFor(Caller caller, String purseId) {
        return theirs(caller, store.find(List.of(purseId)));
    }

    /// Purses by id; those that do not exist are absent.
    @Transactional
    public Mono<Map<String, Purse>> find(Collection<String> purseIds) {
        return store.find(purseIds)
                .map(found -> found.stream().collect(Collectors.toMap(Purse::purseId, purse -> purse)));
    }

    /// Until the transaction ends nobody else touches these purses or what belongs to them.
    @Transactional
    public Mono<List<Purse>> lock(Collection<String> purseIds) {
        return store.lock(purseIds);
    }

    @Transactional
    public Mono<List<PurseCertificate>> certificates(String purseId) {
        return certificates.find(List.of(purseId)).map(found -> found.getOrDefault(purseId, List.of()));
    }

    /// Does what is to be done, or finds it done.
    @Transactional
    public Mono<Moved> move(Caller caller, String purseId, PurseMove move, Optional<String> reason) {
        return lockFor(caller, purseId).flatMap(before -> {
            var after = before.moved(move, clock.instant())
                    .orElseThrow(() -> Problem.of(
                            HttpStatus.CONFLICT,
                            Reason.PURSE_STATE_INVALID,
                            "The purse is " + before.state() + ", so there is no " + move));
            if (after.equals(before)) {
                return Mono.just(new Moved(before, true));
            }
            return save(
                            List.of(after),
                            List.of(new Act(move.name(), purseId, caller.party(), caller.factors(), reason)))
                    .thenReturn(new Moved(after, false));
        });
    }

    /// Of a purse that was locked before.
    @Transactional
    public Mono<Void> block(Purse purse, String why) {
        return block(Map.of(purse, why));
    }

    /// Vouchers showed what no chip should do. Whatever is no longer ACTIVE cannot be blocked, and need not.
    @Transactional
    public Mono<Void> suspect(List<PurseSuspected> suspicions) {
        if (suspicions.isEmpty()) {
            return Mono.empty();
        }
        var why = new HashMap<String, String>();
        suspicions.forEach(
                suspicion -> why.putIfAbsent(suspicion.purseId(), suspicion.verdict() + " " + suspicion.voucherId()));
        return store.lock(why.keySet()).flatMap(purses -> {
            var found = new HashMap<Purse, String>();
            purses.forEach(purse -> found.put(purse, why.getOrDefault(purse.purseId(), "")));
            if (purses.size() < why.size()) {
                log.warn("There are suspicions of purses that we have never issued: {}", why.keySet());
            }
            return block(found);
        });
    }

    /// Puts purses on a revocation list or takes them off it.
    ///
    /// @return those that changed: on it are those that say so
    @Transactional
    public Mono<List<Purse>> list(int number) {
        return store.lockToList(ROUND)
                .flatMap(due -> due.isEmpty() ? Mono.just(due) : store.list(due, number))
                .flatMap(listed -> announce(listed).thenReturn(listed));
    }

    /// Whether a revocation list is out of date.
    @Transactional
    public Mono<Boolean> isToBeListed() {
        return store.lockToList(1).map(due -> !due.isEmpty());
    }

    @Transactional
    Mono<Certified> get(Caller caller, String purseId) {
        return findFor(caller, purseId)
                .flatMap(purse -> certificates(purseId).map(found -> new Certified(purse, found)));
    }

    @Transactional
    Mono<List<Purse>> ofWallet(Caller caller, String walletId) {
        return wallets.find(List.of(walletId))
                .mapNotNull(found -> found.get(walletId))
                .switchIfEmpty(Mono.error(Problem.notFound("There is no such wallet")))
                .filter(wallet ->
                        caller.is(Role.OPERATOR) || wallet.ownerParty().equals(caller.party()))
                .switchIfEmpty(Mono.error(Problem.forbidden("The wallet belongs to somebody else")))
                .flatMap(_ -> store.ofWallet(walletId, LISTED));
    }

    /// For the copies of others.
    @Transactional
    Mono<Page> reannounce(String after, int atMost) {
        return store.after(after, atMost)
                .filter(found -> !found.isEmpty())
                .flatMap(found ->
                        announce(found).thenReturn(new Page(found.getLast().purseId(), found.size())));
    }

    /// Writes down and announces what was stored of a purse.
    @Transactional
    Mono<Void> written(Caller caller, String act, Purse purse) {
        var line = new Act(act, purse.purseId(), caller.party(), caller.factors(), Optional.empty());
        return store.write(List.of(line), clock.instant()).then(announce(List.of(purse)));
    }

    private Mono<Void> block(Map<Purse, String> why) {
        var after = new ArrayList<Purse>();
        var acts = new ArrayList<Act>();
        why.forEach((purse, reason) -> purse.moved(PurseMove.BLOCK, clock.instant())
                .filter(blocked -> !blocked.equals(purse))
                .ifPresent(blocked -> {
                    log.warn("Blocking purse {}: {}", purse.purseId(), reason);
                    after.add(blocked);
                    acts.add(new Act(PurseMove.BLOCK.name(), purse.purseId(), SUITE, Set.of(), Optional.of(reason)));
                }));
        return after.isEmpty() ? Mono.empty() : save(after, acts);
    }

    private Mono<Void> save(List<Purse> purses, List<Act> acts) {
        return store.save(purses).then(store.write(acts, clock.instant())).then(announce(purses));
    }

    private Mono<Void> announce(List<Purse> purses) {
        if (purses.isEmpty()) {
            return Mono.empty();
        }
        return certificates
                .find(purses.stream().map(Purse::purseId).toList())
                .flatMap(found -> outbox.announce(purses.stream()
                        .map(purse -> purse.fact(found.getOrDefault(purse.purseId(), List.of())))
                        .map(fact -> new Announcement(Topics.PURSE, fact.key(), fact))
                        .toList()));
    }

    private static Mono<Purse> theirs(Caller caller, Mono<List<Purse>> found) {
        return found.flatMap(purses -> purses.isEmpty() ? Mono.empty() : Mono.just(purses.getFirst()))
                .switchIfEmpty(Mono.error(Problem.notFound("There is no such purse")))
                .filter(purse -> purse.isFor(caller))
                .switchIfEmpty(Mono.error(Problem.forbidden("The purse belongs to somebody else")));
    }
}
