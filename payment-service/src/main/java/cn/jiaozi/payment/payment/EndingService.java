package cn.jiaozi.payment.payment;

import cn.jiaozi.chassis.Act;
import cn.jiaozi.chassis.AfterCommit;
import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Waiters;
import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/// Tells everybody how payments and refunds have ended: topic, waiting callers, metrics, log.
@Service
public class EndingService {
    private static final Logger log = LoggerFactory.getLogger(EndingService.class);

    private final Outbox outbox;
    private final Waiters waiters;
    private final MeterRegistry metrics;

    /// @param act         as it has ended
    /// @param payerWallet the key of the topic
    public record Ended(Movement movement, Act act, PaymentEvent event, String payerWallet, Standing standing) {}

    EndingService(Outbox outbox, Waiters waiters, MeterRegistry metrics) {
        this.outbox = outbox;
        this.waiters = waiters;
        this.metrics = metrics;
    }

    /// Joins the caller's transaction.
    ///
    /// @param ended  what has ended now
    /// @param repeated what had ended before and is only told again
    public Mono<Void> tell(List<Ended> ended, List<Ended> repeated, List<Settlement.Alarm> alarms) {
        return outbox.announce(announcements(ended))
                .then(outbox.announce(announcements(repeated)))
                .then(waiters.endAfterCommit(ended.stream().map(Ended::act).toList()))
                .then(AfterCommit.run(() -> {
                    ended.forEach(this::record);
                    alarms.forEach(this::alarm);
                }));
    }

    /// What was refused on the spot ends without the ring and without an announcement: nobody else has heard of it.
    public Mono<Void> refusedAtOnce(Movement movement, String businessId, Standing standing) {
        return AfterCommit.run(() -> record(movement, businessId, standing));
    }

    private static List<Announcement> announcements(List<Ended> ended) {
        return ended.stream()
                .map(e -> new Announcement(
                        Topics.PAYMENT,
                        e.payerWallet(),
                        e.event(),
                        Optional.of(e.event().businessId())))
                .toList();
    }

    private void record(Ended ended) {
        record(ended.movement(), ended.event().businessId(), ended.standing());
    }

    private void record(Movement movement, String businessId, Standing standing) {
        var reason = standing.reason().map(Reason::name).orElse("NONE");
        metrics.counter(
                        "jiaozi." + movement.noun() + ".ended",
                        "state",
                        standing.state().name(),
                        "reason",
                        reason)
                .increment();
        log.atInfo()
                .addKeyValue("businessId", businessId)
                .addKeyValue("state", standing.state())
                .addKeyValue("reason", reason)
                .log("{} ended", movement.noun());
    }

    private void alarm(Settlement.Alarm alarm) {
        if (alarm.contradiction()) {
            metrics.counter("jiaozi.payment.contradictions").increment();
            log.atError()
                    .addKeyValue("businessId", alarm.businessId())
                    .addKeyValue("state", alarm.state())
                    .addKeyValue("outcome", alarm.outcome().getClass().getSimpleName())
                    .log("An outcome speaks against a final state; nothing was changed");
        } else {
            metrics.counter("jiaozi.payment.conflicts").increment();
            log.atWarn()
                    .addKeyValue("businessId", alarm.businessId())
                    .addKeyValue("state", alarm.state())
                    .log("The id was used for other content; nothing was changed");
        }
    }
}
