package cn.jiaozi.merchant.reconciliation;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.merchant.page.Cursor;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// The work queue. How an item is moved is its remedy's business; this keeps it.
@Service
public class ItemService {
    private final ItemStore store;
    private final Clock clock;

    ItemService(ItemStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    public Mono<Item> find(UUID itemId) {
        return store.find(itemId).switchIfEmpty(missing());
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Mono<Item> lock(UUID itemId) {
        return store.lock(itemId).switchIfEmpty(missing());
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Mono<Void> propose(Item item) {
        return store.move(item.itemId(), Item.State.PROPOSED, Optional.empty(), clock.instant());
    }

    /// The proposal came to nothing. What has explained itself meanwhile is not work any more.
    @Transactional(propagation = Propagation.MANDATORY)
    public Mono<Void> putBack(Item item) {
        return item.mark() == Mark.SAME
                ? clear(item, Item.Explanation.EXPLAINED)
                : store.move(item.itemId(), Item.State.OPEN, Optional.empty(), clock.instant());
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Mono<Void> clear(Item item, Item.Explanation explanation) {
        return store.move(item.itemId(), Item.State.CLEARED, Optional.of(explanation), clock.instant());
    }

    /// Money has moved. Where the item has explained itself meanwhile, that money is the discrepancy.
    @Transactional(propagation = Propagation.MANDATORY)
    public Mono<Void> remedied(Item item, String businessId) {
        return item.mark() == Mark.SAME
                ? store.notDue(item.itemId(), businessId)
                : clear(item, Item.Explanation.REMEDIED);
    }

    /// The core was asked, and the item is anybody's again. What it has said for good it does not take back by silence.
    @Transactional(propagation = Propagation.MANDATORY)
    public Mono<Void> answered(Item item, Item.Answer answer) {
        boolean knows = item.answer().filter(known -> known.word().isFinal()).isPresent();
        return (knows && !answer.word().isFinal() ? Mono.<Void>empty() : store.answered(item.itemId(), answer))
                .then(putBack(item));
    }

    /// Whether payment-service calls the payment of an item succeeded.
    public Mono<Boolean> succeeded(Item item) {
        return item.pair() == Pair.PAYMENT_LEDGER ? store.succeeded(item.key(), item.date()) : Mono.just(false);
    }

    Mono<ItemView.Page> page(ItemFilter filter, Cursor after, int limit) {
        return store.page(filter, after, limit + 1).map(oneMore -> ItemView.Page.of(oneMore, limit, clock.instant()));
    }

    Mono<ItemView> view(UUID itemId) {
        return find(itemId).map(item -> ItemView.of(item, clock.instant()));
    }

    private static Mono<Item> missing() {
        return Mono.error(() -> Problem.notFound("There is no such item"));
    }
}
