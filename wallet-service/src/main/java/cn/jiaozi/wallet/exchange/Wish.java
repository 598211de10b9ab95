package cn.jiaozi.wallet.exchange;

import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Problem;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is asked for.
///
/// @param party whose id `exchangeId` is
record Wish(
        String party,
        String exchangeId,
        String walletId,
        ExchangeKind kind,
        long amountFen,
        Optional<Exchange.Desk> desk) {
    /// @param now as the database keeps it
    Exchange requested(String businessId, Instant now) {
        return new Exchange(
                businessId,
                party,
                exchangeId,
                walletId,
                kind,
                amountFen,
                desk,
                Optional.empty(),
                ExchangeState.REQUESTED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now,
                Optional.empty(),
                Optional.empty(),
                0);
    }

    /// What is known under this id; a problem where it is something else. Which clerk asks again does not matter.
    Begun<Exchange> repeated(Exchange known) {
        Map<String, Boolean> same = new LinkedHashMap<>();
        same.put(desk.isEmpty() ? "walletId" : "/walletId", known.walletId().equals(walletId));
        same.put("/kind", known.kind() == kind);
        same.put("/amountFen", known.amountFen() == amountFen);
        same.forEach((pointer, isSame) -> {
            if (!isSame) {
                throw Problem.conflict(pointer, "This id was used for another exchange");
            }
        });
        return new Begun<>(known, true);
    }
}
