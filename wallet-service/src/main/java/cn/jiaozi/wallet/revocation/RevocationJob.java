package cn.jiaozi.wallet.revocation;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.chassis.Reannouncing;
import cn.jiaozi.wallet.WalletSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/// Makes lists when they are due, and measures how old the newest is.
@Component
class RevocationJob {
    private final AtomicReference<Optional<Instant>> madeAt = new AtomicReference<>(Optional.empty());

    RevocationJob(
            Jobs jobs,
            Reannouncing reannouncing,
            RevocationService revocations,
            WalletSettings settings,
            MeterRegistry metrics,
            Clock clock) {
        Gauge.builder("jiaozi.revocation.list.age.seconds", () -> ageSeconds(clock.instant()))
                .register(metrics);
        jobs.start(
                "revocation-list",
                settings.sweepEvery(),
                () -> revocations
                        .makeIfDue()
                        .then(revocations.last())
                        .doOnNext(last -> madeAt.set(Optional.of(last.at())))
                        .then());
        reannouncing.add("revocation list", (_, after, atMost) -> revocations.reannounce(after, atMost));
    }

    private long ageSeconds(Instant now) {
        return madeAt.get().map(at -> Duration.between(at, now).toSeconds()).orElse(0L);
    }
}
