package cn.jiaozi.wallet.exchange;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Waiters;
import cn.jiaozi.contracts.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Stores what has changed, and tells it to those who wait: callers by their ends, merchant-service by its payouts.
@Service
class EndingService {
    private static final Logger log = LoggerFactory.getLogger(EndingService.class);

    private final ExchangeStore store;
    private final Outbox outbox;
    private final Waiters waiters;
    private final MeterRegistry metrics;

    EndingService(ExchangeStore store, Outbox outbox, Waiters waiters, MeterRegistry metrics) {
        this.store = store;
        this.outbox = outbox;
        this.waiters = waiters;
        this.metrics = metrics;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Mono<Void> move(List<Exchange> before, List<Exchange> after) {
        var changed = new ArrayList<>(after);
        changed.removeAll(Set.copyOf(before));
        changed.forEach(this::count);
        return store.save(changed)
                .then(waiters.wakeAfterCommit(changed.stream()
                        .filter(Exchange::finished)
                        .map(Exchange::actKey)
                        .toList()));
    }

    /// How far payouts are; of other exchanges nobody is told.
    @Transactional(propagation = Propagation.MANDATORY)
    public Mono<Void> tell(List<Exchange> exchanges, Instant now) {
        return outbox.announce(exchanges.stream()
                .filter(exchange -> exchange.payout().isPresent())
                .flatMap(exchange -> exchange.told(now).stream())
                .map(event -> new Announcement(Topics.WALLET, event.businessId(), event))
                .toList());
    }

    void count(Exchange exchange) {
        metrics.counter(
                        "jiaozi.exchange.moved",
                        "kind",
                        exchange.txType().name(),
                        "state",
                        exchange.state().name(),
                        "reason",
                        exchange.reason().map(Enum::name).orElse("none"))
                .increment();
        if (exchange.finished()) {
            log.info(
                    "{} ended {} {}",
                    exchange.businessId(),
                    exchange.state(),
                    exchange.reason().map(Enum::name).orElse(""));
        }
    }
}
