package cn.jiaozi.chassis;

import cn.jiaozi.contracts.LedgerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A request that the ledger has not answered yet.
///
/// @param asks how often it was announced
record Asked(String key, LedgerRequest request, int asks, Instant againAt) {
    private static final List<Duration> LADDER =
            List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10));

    static Asked first(String key, LedgerRequest request, Instant now) {
        return new Asked(key, request, 1, now.plus(Patience.after(LADDER, 1)));
    }

    Asked again(Instant now) {
        return new Asked(key, request, asks + 1, now.plus(Patience.after(LADDER, asks + 1)));
    }
}
