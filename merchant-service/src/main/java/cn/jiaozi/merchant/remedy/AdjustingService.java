package cn.jiaozi.merchant.remedy;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerEvent.Rejected;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.ShardMap;
import cn.jiaozi.contracts.Topics;
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

/// Asks the ledger to move money, again and again until it answers, and lets its answer clear the item.
@Service
public class AdjustingService {
    public static final String NOUN = Remedy.NOUN;

    private static final Logger log = LoggerFactory.getLogger(AdjustingService.class);
    private static final int AT_ONCE = 200;
    private static final int ATTEMPTS = 5;

    private final RemedyStore store;
    private final ItemService items;
    private final RemedyEnding ending;
    private final Outbox outbox;
    private final RemedySettings settings;
    private final ShardMap shards;
    private final Clock clock;

    AdjustingService(
            RemedyStore store,
            ItemService items,
            RemedyEnding ending,
            Outbox outbox,
            RemedySettings settings,
            ShardMap shards,
            Clock clock) {
        this.store = store;
        this.items = items;
        this.ending = ending;
        this.outbox = outbox;
        this.settings = settings;
        this.shards = shards;
        this.clock = clock;
    }

    /// What the ledger has answered to our questions.
    @Transactional
    public Mono<Void> hear(List<LedgerEvent> events) {
        return Flux.fromIterable(events)
                .concatMap(event -> store.findByBusinessId(event.id().businessId())
                        .switchIfEmpty(Mono.fromRunnable(() -> log.error("Nobody has asked for {}", event.id())))
                        .flatMap(remedy -> hear(remedy, event)))
                .then();
    }

    /// In the caller's transaction.
    Mono<Void> ask(Remedy asked, Adjustment.Asking asking) {
        return store.ask(asked, asking, clock.instant().plus(settings.askAgainAfter()))
                .then(announce(List.of(asking)));
    }

    /// @return how many questions were put again
    @Transactional
    Mono<Integer> askAgain() {
        var now = clock.instant();
        return store.due(now, now.plus(settings.askAgainAfter()), AT_ONCE)
                .flatMap(due -> announce(due).thenReturn(due.size()));
    }

    private Mono<Void> hear(Remedy told, LedgerEvent event) {
        return items.lock(told.itemId())
                .flatMap(item -> store.find(told.itemId(), told.remedyId())
                        .filter(remedy -> remedy.state() == Remedy.State.ASKED)
                        .flatMap(remedy -> switch (event) {
                            case LedgerEvent.Posted _, LedgerEvent.Reversed _ -> moved(item, remedy);
                            case Rejected rejected -> rejected(item, remedy, rejected);
                            case LedgerEvent.Conflicted conflict -> {
                                log.error("The ledger knows {} with another {}", conflict.id(), conflict.field());
                                yield Mono.<Void>empty();
                            }
                            case LedgerEvent.AccountsOpened _,
                                    LedgerEvent.Constrained _,
                                    LedgerEvent.AccountClosed _,
                                    LedgerEvent.Held _,
                                    LedgerEvent.Captured _,
                                    LedgerEvent.Voided _,
                                    LedgerEvent.Expired _ ->
                                Mono.error(new IllegalStateException(event.id() + " cannot happen to a remedy"));
                        }));
    }

    private Mono<Void> moved(Item item, Remedy remedy) {
        var done = remedy.done(clock.instant());
        return items.remedied(item, remedy.businessId().orElseThrow()).then(ending.ended(done));
    }

    private Mono<Void> rejected(Item item, Remedy remedy, Rejected event) {
        boolean looksOn = remedy.kind() == RemedyKind.REVERSE
                && event.reason() == Reason.ENTRY_NOT_FOUND
                && event.id().attempt() < ATTEMPTS;
        return looksOn
                ? ask(
                        remedy,
                        Adjustment.reversal(
                                item,
                                event.id().businessId(),
                                event.id().attempt() + 1,
                                remedy.decidedAt().orElseThrow()))
                : items.putBack(item)
                        .then(ending.ended(remedy.failed(event.reason().name(), clock.instant())));
    }

    private Mono<Void> announce(List<Adjustment.Asking> askings) {
        return outbox.announce(askings.stream()
                .map(asking -> new Announcement(
                        Topics.ledgerRequest(shards.shardOf(Addresses.wallet(asking.walletId()))
                                .orElseThrow()),
                        asking.walletId(),
                        asking.request()))
                .toList());
    }
}
