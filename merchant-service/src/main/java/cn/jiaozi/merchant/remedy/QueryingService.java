package cn.jiaozi.merchant.remedy;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Ids;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.contracts.MerchantEvent.CoreQueryRequested;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.contracts.WalletEvent.CoreWord;
import cn.jiaozi.merchant.reconciliation.Item;
import cn.jiaozi.merchant.reconciliation.ItemService;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Has wallet-service, which owns the channel to the core, ask what became of a request, again and again until it
/// answers, and keeps the answer with the item.
@Service
public class QueryingService {
    public static final String NOUN = "core-query";

    private static final Logger log = LoggerFactory.getLogger(QueryingService.class);
    private static final int AT_ONCE = 200;

    private final RemedyStore store;
    private final ItemService items;
    private final RemedyEnding ending;
    private final Outbox outbox;
    private final RemedySettings settings;
    private final Ids ids;
    private final Clock clock;

    QueryingService(
            RemedyStore store,
            ItemService items,
            RemedyEnding ending,
            Outbox outbox,
            RemedySettings settings,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.items = items;
        this.ending = ending;
        this.outbox = outbox;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /// In the caller's transaction.
    ///
    /// @param remedy that was stored before
    /// @return what it is now
    Mono<Remedy> ask(Item item, Remedy remedy) {
        var now = clock.instant();
        var asked = remedy.decided(Remedy.State.ASKED, remedy.proposedBy(), now).asked(NOUN + ":" + ids.next());
        var request = new CoreQueryRequested(asked.businessId().orElseThrow(), item.key(), now);
        return store.ask(asked, request, now.plus(settings.askAgainAfter()))
                .then(announce(List.of(request)))
                .thenReturn(asked);
    }

    /// @return how many questions were put again
    @Transactional
    Mono<Integer> askAgain() {
        var now = clock.instant();
        return store.dueQueries(now, now.plus(settings.askAgainAfter()), AT_ONCE)
                .flatMap(due -> announce(due).thenReturn(due.size()));
    }

    @Transactional
    public Mono<Void> hear(List<WalletEvent> events) {
        return Flux.fromIterable(events)
                .concatMap(event -> store.findByBusinessId(event.businessId())
                        .switchIfEmpty(Mono.fromRunnable(() -> log.error("Nobody has asked for {}", event)))
                        .flatMap(remedy -> hear(remedy, event)))
                .then();
    }

    private Mono<Void> hear(Remedy told, WalletEvent event) {
        return switch (event) {
            case WalletEvent.CoreAnswered answered ->
                items.lock(told.itemId())
                        .flatMap(item -> store.find(told.itemId(), told.remedyId())
                                .filter(remedy -> remedy.state() == Remedy.State.ASKED)
                                .flatMap(remedy -> answered(item, remedy, answered)));
            case WalletEvent.Conflicted conflict ->
                Mono.fromRunnable(() ->
                        log.error("wallet-service knows {} with another {}", conflict.businessId(), conflict.field()));
            case WalletEvent.Refused _, WalletEvent.PayoutMoved _ ->
                Mono.error(new IllegalStateException(event.businessId() + " is no payment and no payout"));
        };
    }

    private Mono<Void> answered(Item item, Remedy remedy, WalletEvent.CoreAnswered event) {
        var now = clock.instant();
        var answer = new Item.Answer(event.word(), event.bankRef(), event.at());
        return items.answered(item, answer)
                .then(ending.ended(
                        event.word() == CoreWord.UNKNOWN
                                ? remedy.failed(CoreWord.UNKNOWN.name(), now)
                                : remedy.done(now)));
    }

    private Mono<Void> announce(List<CoreQueryRequested> requests) {
        return outbox.announce(requests.stream()
                .map(request -> new Announcement(Topics.MERCHANT, request.requestId(), request))
                .toList());
    }
}
