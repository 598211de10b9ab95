package cn.jiaozi.wallet.load;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Asking;
import cn.jiaozi.chassis.Asking.Ask;
import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.wallet.load.LoadRules.Decision;
import cn.jiaozi.wallet.load.LoadRules.Standing;
import cn.jiaozi.wallet.load.LoadRules.Wish;
import cn.jiaozi.wallet.opening.WalletService;
import cn.jiaozi.wallet.pin.PinProof;
import cn.jiaozi.wallet.purse.Purse;
import cn.jiaozi.wallet.purse.PurseMove;
import cn.jiaozi.wallet.purse.PurseService;
import cn.jiaozi.wallet.restriction.Posture;
import cn.jiaozi.wallet.restriction.RestrictionService;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Begins loads and unloads, one at a time for each purse.
@Service
class LoadService {
    private final LoadStore store;
    private final LoadActStore acts;
    private final PurseLimitService limits;
    private final PurseService purses;
    private final WalletService wallets;
    private final RestrictionService restrictions;
    private final Asking asking;
    private final PinProof pins;
    private final Outbox outbox;
    private final Clock clock;

    /// @param closing as it was sent, in base64
    /// @param pinProof of a PIN verification for this act
    record Asked(String actId, String purseId, Wish wish, Optional<String> closing, Optional<String> pinProof) {}

    LoadService(
            LoadStore store,
            LoadActStore acts,
            PurseLimitService limits,
            PurseService purses,
            WalletService wallets,
            RestrictionService restrictions,
            Asking asking,
            PinProof pins,
            Outbox outbox,
            Clock clock) {
        this.store = store;
        this.acts = acts;
        this.limits = limits;
        this.purses = purses;
        this.wallets = wallets;
        this.restrictions = restrictions;
        this.asking = asking;
        this.pins = pins;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional
    Mono<Begun<LoadAct>> begin(Caller caller, Asked asked) {
        return purses.lockFor(caller, asked.purseId())
                .flatMap(purse -> acts.find(caller.party(), asked.wish().kind(), asked.actId())
                        .map(known -> repeated(known, asked))
                        .switchIfEmpty(Mono.defer(() -> standing(confirmed(caller, asked, purse))
                                .flatMap(standing -> begun(caller, asked, standing)))));
    }

    @Transactional
    Mono<LoadAct> find(String party, LoadKind kind, String actId) {
        return acts.find(party, kind, actId)
                .switchIfEmpty(Mono.error(Problem.notFound("There is no such act of yours")));
    }

    /// A purse is handed back only when nothing of it is left to be moved.
    @Transactional
    Mono<PurseService.Moved> retire(Caller caller, String purseId, String reason) {
        return purses.lockFor(caller, purseId)
                .flatMap(_ -> acts.isUnderWay(purseId))
                .flatMap(underWay -> underWay ? Mono.error(refused(Reason.LOAD_UNDER_WAY)) : store.lockLast(purseId))
                .filter(last -> last.closing().isEmpty() || last.remainderFen() > 0)
                .flatMap(_ -> Mono.<PurseService.Moved>error(refused(Reason.LOAD_OPEN)))
                .switchIfEmpty(purses.move(caller, purseId, PurseMove.RETIREMENT, Optional.of(reason)));
    }

    /// Money leaves the wallet's reach with a load, so a token alone is not enough; a clerk has seen the holder.
    private Purse confirmed(Caller caller, Asked asked, Purse purse) {
        boolean confirmed = asked.wish().kind() == LoadKind.UNLOAD
                || caller.is(Role.OPERATOR)
                || !caller.factors().isEmpty()
                || asked.pinProof()
                        .filter(proof ->
                                pins.shows(proof, caller.party(), purse.walletId(), asked.actId(), clock.instant()))
                        .isPresent();
        if (!confirmed) {
            throw Problem.of(
                    HttpStatus.FORBIDDEN,
                    Reason.AUTH_FACTOR_MISSING,
                    "A load must be signed by a registered device or carry the proof of a PIN for it");
        }
        return purse;
    }

    private Mono<Standing> standing(Purse purse) {
        var walletIds = List.of(purse.walletId());
        // One after the other: they share the transaction's one connection.
        return wallets.find(walletIds)
                .map(found -> Objects.requireNonNull(found.get(purse.walletId())))
                .flatMap(wallet -> limits.inForce(LoadLimits.of(wallet.walletClass()))
                        .flatMap(inForce -> restrictions
                                .postures(walletIds)
                                .flatMap(postures -> purses.certificates(purse.purseId())
                                        .flatMap(certificates -> acts.isUnderWay(purse.purseId())
                                                .flatMap(underWay -> store.lockLast(purse.purseId())
                                                        .map(Optional::of)
                                                        .defaultIfEmpty(Optional.empty())
                                                        .map(last -> new Standing(
                                                                purse,
                                                                certificates,
                                                                last,
                                                                underWay,
                                                                wallet,
                                                                postures.getOrDefault(wallet.walletId(), Posture.FREE),
                                                                inForce)))))));
    }

    private Mono<Begun<LoadAct>> begun(Caller caller, Asked asked, Standing standing) {
        var now = clock.instant();
        var decision = LoadRules.decide(standing, asked.wish(), now);
        var act = requested(caller, asked, now);
        return closed(standing, decision)
                .then(
                        switch (decision) {
                            case Decision.Refused refused -> refused(standing, act, refused, now);
                            case Decision.Permitted permitted -> permitted(standing, act, permitted, now);
                        })
                .map(begun -> new Begun<>(begun, false));
    }

    /// A closing is final, whatever becomes of the act that has brought it.
    private Mono<Void> closed(Standing standing, Decision decision) {
        return decision.last()
                .filter(last -> !decision.last().equals(standing.last()))
                .map(last -> store.save(List.of(last))
                        .then(outbox.announce(List.of(
                                new Announcement(Topics.PURSE, last.fact().key(), last.fact())))))
                .orElseGet(Mono::empty);
    }

    private Mono<LoadAct> refused(Standing standing, LoadAct act, Decision.Refused decision, Instant now) {
        var blocked = decision.forked()
                ? purses.block(standing.purse(), "The chip has closed one load twice")
                : Mono.<Void>empty();
        return blocked.then(inserted(act.failed(decision.reason(), now)));
    }

    private Mono<LoadAct> permitted(Standing standing, LoadAct act, Decision.Permitted decision, Instant now) {
        return switch (act.kind()) {
            case LOAD -> {
                int number = decision.last().map(Load::number).orElse(0) + 1;
                yield asked(standing, act, decision, number)
                        .flatMap(asking -> inserted(asking)
                                .then(ask(standing, LoadEntries.load(standing.purse(), asking, now)))
                                .thenReturn(asking));
            }
            case UNLOAD -> {
                if (decision.remainderFen() == 0) {
                    yield inserted(act.unloaded(0, now));
                }
                var last = decision.last().orElseThrow();
                yield asked(standing, act, decision, last.number())
                        .flatMap(asking -> inserted(asking)
                                .then(ask(standing, LoadEntries.unload(standing.purse(), asking, last, now)))
                                .thenReturn(asking));
            }
        };
    }

    private Mono<LoadAct> asked(Standing standing, LoadAct act, Decision.Permitted decision, int number) {
        var start = decision.last().flatMap(Load::closing).map(Closing::point).orElse(Point.START);
        return acts.attempts(act.purseId(), act.kind(), number)
                .map(attempts -> act.asking(
                        new LoadAct.Asked(number, attempts + 1, start, decision.remainderFen(), standing.limits())));
    }

    private Mono<Void> ask(Standing standing, PostEntry entry) {
        return asking.ask(List.of(new Ask(standing.purse().walletId(), entry)));
    }

    /// An act of the same id for another purse may be faster; acts of one purse wait for each other.
    private Mono<LoadAct> inserted(LoadAct act) {
        return acts.insert(act)
                .filter(inserted -> inserted)
                .switchIfEmpty(Mono.error(() -> Problem.conflict("purseId", "This id was used for another act")))
                .thenReturn(act);
    }

    private static LoadAct requested(Caller caller, Asked asked, Instant now) {
        return new LoadAct(
                caller.party(),
                asked.wish().kind(),
                asked.actId(),
                asked.purseId(),
                asked.wish().amountFen(),
                asked.closing(),
                LoadState.REQUESTED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now,
                Optional.empty());
    }

    private static Begun<LoadAct> repeated(LoadAct known, Asked asked) {
        known.difference(asked.purseId(), asked.wish().amountFen(), asked.closing())
                .ifPresent(pointer -> {
                    throw Problem.conflict(pointer, "This id was used for another act");
                });
        return new Begun<>(known, true);
    }

    private static Problem refused(Reason reason) {
        return Problem.of(HttpStatus.CONFLICT, reason, reason.en());
    }
}
