package cn.jiaozi.payment.payment;

import cn.jiaozi.chassis.Patience;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// When a request that has not ended is announced again.
///
/// A repeat costs the ring as much as a request, so none is made while the ring is merely slow: when more facts than
/// usual wait in our own outbox, or when even the fastest of the last hundred payments took too long. Where nothing
/// ended lately nothing is known, and the ladder alone limits the asking.
final class Healing {
    private Healing() {}

    record Due(UUID id, String request, int healCount) {}

    record Next(UUID id, Instant at) {}

    record Open(long count, Optional<Instant> oldest) {}

    /// @param done how often it was announced again already, this time included
    static Instant next(List<Duration> ladder, int done, Instant now) {
        return now.plus(Patience.after(ladder, done + 1));
    }

    static boolean lags(PaymentSettings.Payments settings, long waiting, Optional<Duration> fastest) {
        return waiting > settings.lagWaiting()
                || fastest.filter(took -> took.compareTo(settings.lagAbove()) > 0)
                        .isPresent();
    }
}
