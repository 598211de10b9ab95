package cn.jiaozi.payment.payment;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Json;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Reannouncing.Page;
import cn.jiaozi.chassis.Relay;
import cn.jiaozi.contracts.PaymentEvent.TransferRequested;
import cn.jiaozi.contracts.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Announces stored requests again, to the letter, so that a broken ring ends what it began.
@Service
class HealingService {
    private static final Duration LATELY = Duration.ofSeconds(30);

    private final StandingStore store;
    private final Outbox outbox;
    private final Relay relay;
    private final PaymentSettings.Payments settings;
    private final Clock clock;

    HealingService(StandingStore store, Outbox outbox, Relay relay, PaymentSettings settings, Clock clock) {
        this.store = store;
        this.outbox = outbox;
        this.relay = relay;
        this.settings = settings.payment();
        this.clock = clock;
    }

    @Transactional
    public Mono<Void> heal(Movement movement) {
        var now = clock.instant();
        return store.fastestSince(Movement.PAYMENT, now.minus(LATELY))
                .filter(fastest -> !Healing.lags(settings, relay.waiting(), fastest))
                .flatMap(_ -> store.due(movement, now, settings.healAtMost()))
                .filter(due -> !due.isEmpty())
                .flatMap(due -> store.healed(movement, next(due, now)).then(outbox.announce(again(due))));
    }

    /// All that is open, whether or not its time has come.
    @Transactional
    public Mono<Page> reannounce(Movement movement, String after, int atMost) {
        return store.openAfter(movement, Movement.idAfter(Instant.EPOCH, after), atMost)
                .filter(open -> !open.isEmpty())
                .flatMap(open -> outbox.announce(again(open))
                        .thenReturn(new Page(open.getLast().id().toString(), open.size())));
    }

    private List<Healing.Next> next(List<Healing.Due> due, Instant now) {
        return due.stream()
                .map(d -> new Healing.Next(d.id(), Healing.next(settings.healAfter(), d.healCount() + 1, now)))
                .toList();
    }

    private static List<Announcement> again(List<Healing.Due> due) {
        return due.stream()
                .map(d -> Json.read(d.request(), TransferRequested.class))
                .map(request -> new Announcement(Topics.PAYMENT, request.payer().walletId(), request))
                .toList();
    }
}
