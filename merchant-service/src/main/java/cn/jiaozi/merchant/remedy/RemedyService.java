package cn.jiaozi.merchant.remedy;

import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Ids;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.merchant.audit.AuditLine;
import cn.jiaozi.merchant.onboarding.MerchantSettings;
import cn.jiaozi.merchant.reconciliation.Item;
import cn.jiaozi.merchant.reconciliation.ItemService;
import cn.jiaozi.merchant.reconciliation.ReconciliationService;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Proposals, and what a second person says to them.
@Service
class RemedyService {
    private final RemedyStore store;
    private final ItemService items;
    private final ReconciliationService reconciliations;
    private final AdjustingService adjusting;
    private final QueryingService querying;
    private final RemedyNotes notes;
    private final RemedySettings settings;
    private final Adjustment adjustment;
    private final Ids ids;
    private final Clock clock;

    /// What somebody asks for.
    record Wish(RemedyKind kind, String reason) {}

    RemedyService(
            RemedyStore store,
            ItemService items,
            ReconciliationService reconciliations,
            AdjustingService adjusting,
            QueryingService querying,
            RemedyNotes notes,
            RemedySettings settings,
            MerchantSettings merchants,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.items = items;
        this.reconciliations = reconciliations;
        this.adjusting = adjusting;
        this.querying = querying;
        this.notes = notes;
        this.settings = settings;
        this.adjustment =
                new Adjustment(merchants.operator(), merchants.merchant().branchCode());
        this.ids = ids;
        this.clock = clock;
    }

    @Transactional
    Mono<Begun<Remedy>> propose(Caller caller, UUID itemId, String remedyId, Wish wish) {
        // Looking over everything locks other items too, so it comes before the lock of this one.
        var looked = wish.kind() == RemedyKind.RE_QUERY ? reconciliations.settle() : Mono.<Void>empty();
        return looked.then(items.lock(itemId))
                .flatMap(item -> store.find(itemId, remedyId)
                        .map(known -> repeated(caller, known, wish))
                        .switchIfEmpty(Mono.defer(() -> begun(caller, item, remedyId, wish))
                                .map(remedy -> new Begun<>(remedy, false))));
    }

    /// By somebody else than who has proposed it.
    @Transactional
    Mono<Begun<Remedy>> approve(Caller caller, UUID itemId, String remedyId) {
        return items.lock(itemId)
                .flatMap(item -> find(itemId, remedyId).flatMap(remedy -> {
                    if (remedy.decidedBy().filter(caller.party()::equals).isPresent()
                            && remedy.state() != Remedy.State.REFUSED) {
                        return Mono.just(new Begun<>(remedy, true));
                    }
                    requireSecond(caller, remedy);
                    if (!remedy.isOf(item)) {
                        throw conflict(
                                Reason.REMEDY_UNFIT,
                                "The item has changed to %s of %d fen since: refuse the remedy, and propose what fits"
                                        .formatted(item.mark(), item.amountFen()));
                    }
                    return delivered(item, remedy.kind())
                            .then(Mono.defer(() -> approved(caller.party(), item, remedy)))
                            .map(after -> new Begun<>(after, false));
                }));
    }

    @Transactional
    Mono<Begun<Remedy>> refuse(Caller caller, UUID itemId, String remedyId) {
        return items.lock(itemId)
                .flatMap(item -> find(itemId, remedyId).flatMap(remedy -> {
                    if (remedy.state() == Remedy.State.REFUSED
                            && remedy.decidedBy().filter(caller.party()::equals).isPresent()) {
                        return Mono.just(new Begun<>(remedy, true));
                    }
                    requireSecond(caller, remedy);
                    var refused = remedy.decided(Remedy.State.REFUSED, caller.party(), clock.instant());
                    return store.move(refused)
                            .then(items.putBack(item))
                            .then(notes.add(caller.party(), refused))
                            .thenReturn(new Begun<>(refused, false));
                }));
    }

    /// What the rules leave to the suite, if they still do.
    @Transactional
    Mono<Void> byItself(UUID itemId) {
        return items.lock(itemId)
                .flatMap(item -> Mono.justOrEmpty(RemedyRules.byItself(item, settings.byItselfUpTo()))
                        .flatMap(kind -> {
                            var remedy = Remedy.proposed(
                                    item,
                                    "auto-" + ids.next().toString().substring(9),
                                    kind,
                                    item.evidence() + " files of the core agree",
                                    AuditLine.SUITE,
                                    clock.instant());
                            return store.insert(remedy)
                                    .then(items.propose(item))
                                    .then(approved(AuditLine.SUITE, item, remedy));
                        }))
                .then();
    }

    Mono<Remedy> find(UUID itemId, String remedyId) {
        return store.find(itemId, remedyId)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no such remedy of this item")));
    }

    Mono<RemedyView.All> all(UUID itemId) {
        return items.find(itemId)
                .flatMap(item -> store.of(itemId)
                        .map(remedies -> new RemedyView.All(
                                item.isOpen() ? List.copyOf(RemedyRules.fitting(item)) : List.of(),
                                remedies.stream().map(RemedyView::of).toList())));
    }

    private static Begun<Remedy> repeated(Caller caller, Remedy known, Wish wish) {
        if (!known.proposedBy().equals(caller.party())) {
            throw Problem.conflict("", "Somebody else has used this id for this item");
        }
        if (known.kind() != wish.kind()) {
            throw Problem.conflict("/kind", "Another remedy was proposed under this id");
        }
        if (!known.reason().equals(wish.reason())) {
            throw Problem.conflict("/reason", "Another reason was given under this id");
        }
        return new Begun<>(known, true);
    }

    private Mono<Remedy> begun(Caller caller, Item item, String remedyId, Wish wish) {
        var now = clock.instant();
        var remedy = Remedy.proposed(item, remedyId, wish.kind(), wish.reason(), caller.party(), now);
        if (wish.kind() == RemedyKind.RE_QUERY && item.state() != Item.State.PROPOSED) {
            if (RemedyRules.asksTheCore(item)) {
                return store.insert(remedy)
                        .then(items.propose(item))
                        .then(querying.ask(item, remedy))
                        .flatMap(asked -> notes.add(caller.party(), asked).thenReturn(asked));
            }
            var looked = remedy.decided(Remedy.State.DONE, caller.party(), now);
            return store.insert(looked).then(notes.add(caller.party(), looked)).thenReturn(looked);
        }
        if (!item.isOpen()) {
            throw conflict(
                    Reason.ITEM_STATE_INVALID, "A remedy is for an item that is OPEN, this one is " + item.state());
        }
        var fitting = RemedyRules.fitting(item);
        if (!fitting.contains(wish.kind())) {
            throw conflict(Reason.REMEDY_UNFIT, "What fits " + item.mark() + " here is one of " + fitting);
        }
        return delivered(item, wish.kind())
                .then(store.insert(remedy))
                .then(items.propose(item))
                .then(notes.add(caller.party(), remedy))
                .thenReturn(remedy);
    }

    private Mono<Remedy> approved(String by, Item item, Remedy remedy) {
        var now = clock.instant();
        if (!remedy.kind().movesMoney()) {
            var accepted = remedy.decided(Remedy.State.DONE, by, now);
            return store.move(accepted)
                    .then(items.clear(item, Item.Explanation.ACCEPTED))
                    .then(notes.add(by, accepted))
                    .thenReturn(accepted);
        }
        var businessId = Remedy.NOUN + ":" + ids.next();
        var asked = remedy.decided(Remedy.State.ASKED, by, now).asked(businessId);
        return adjusting
                .ask(asked, adjustment.of(item, remedy.kind(), businessId, now))
                .then(notes.add(by, asked))
                .thenReturn(asked);
    }

    /// Asked again at the moment of decision: payment-service's word may have come since.
    private Mono<Void> delivered(Item item, RemedyKind kind) {
        return kind != RemedyKind.REVERSE
                ? Mono.empty()
                : items.succeeded(item)
                        .flatMap(yes -> yes
                                ? Mono.error(conflict(Reason.SALE_DELIVERED, "payment-service says that it succeeded"))
                                : Mono.empty());
    }

    private static void requireSecond(Caller caller, Remedy remedy) {
        if (remedy.state() != Remedy.State.PROPOSED) {
            throw conflict(
                    Reason.REMEDY_STATE_INVALID,
                    "Only a remedy that is PROPOSED is decided on, this one is " + remedy.state());
        }
        if (remedy.proposedBy().equals(caller.party())) {
            throw Problem.of(HttpStatus.FORBIDDEN, Reason.FOUR_EYES, "Who has proposed a remedy does not decide on it");
        }
    }

    private static Problem conflict(Reason reason, String detail) {
        return Problem.of(HttpStatus.CONFLICT, reason, detail);
    }
}
