package cn.jiaozi.wallet.asking;

import cn.jiaozi.contracts.LedgerRequest;
import java.time.Duration;
import java.time.Instant;

/// A request that the ledger has not answered yet.
///
/// @param asks how often it was announced
record Asked(String key, LedgerRequest request, int asks, Instant againAt) {
    static Asked first(String key, LedgerRequest request, Instant now) {
        return new Asked(key, request, 1, now.plus(patience(1)));
    }

    Asked again(Instant now) {
        return new Asked(key, request, asks + 1, now.plus(patience(asks + 1)));
    }

    private static Duration patience(int asks) {
        return switch (asks) {
            case 1 -> Duration.ofSeconds(10);
            case 2 -> Duration.ofMinutes(1);
            default -> Duration.ofMinutes(10);
        };
    }
}
