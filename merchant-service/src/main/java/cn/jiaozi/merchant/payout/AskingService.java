package cn.jiaozi.merchant.payout;

import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Reannouncing.Page;
import cn.jiaozi.chassis.Relay;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Announces payouts that have not ended again, to the letter: whoever knows them tells what became of them.
@Service
class AskingService {
    private final PayoutStore store;
    private final Outbox outbox;
    private final Relay relay;
    private final PayoutSettings settings;
    private final Clock clock;

    AskingService(PayoutStore store, Outbox outbox, Relay relay, PayoutSettings settings, Clock clock) {
        this.store = store;
        this.outbox = outbox;
        this.relay = relay;
        this.settings = settings;
        this.clock = clock;
    }

    /// Not while our own facts wait to leave: then nothing has been lost, it is merely late.
    @Transactional
    public Mono<Void> askAgain() {
        if (relay.waiting() > settings.lagWaiting()) {
            return Mono.empty();
        }
        var now = clock.instant();
        return store.due(now, settings.askAtMost())
                .filter(due -> !due.isEmpty())
                .flatMap(due -> {
                    var again = due.stream()
                            .collect(Collectors.toMap(
                                    one -> one.payout().payoutId(), one -> settings.askAgain(one.asks() + 1, now)));
                    return store.asked(again)
                            .then(announce(
                                    due.stream().map(PayoutStore.Due::payout).toList()));
                });
    }

    /// All that is open, whether or not its time has come.
    @Transactional
    public Mono<Page> reannounce(String after, int atMost) {
        return store.openAfter(after, atMost)
                .filter(open -> !open.isEmpty())
                .flatMap(open ->
                        announce(open).thenReturn(new Page(open.getLast().payoutId(), open.size())));
    }

    private Mono<Void> announce(List<Payout> payouts) {
        return outbox.announce(
                payouts.stream().map(PlanningService::announcement).toList());
    }
}
