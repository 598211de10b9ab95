package cn.jiaozi.wallet.exchange;

import cn.jiaozi.contracts.Reason;
import java.time.Instant;
import java.util.Optional;

/// An exchange of ¥7.00 in any state.
public final class ExchangeFixture {
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

    private ExchangeFixture() {}

    public static Exchange exchange(ExchangeState state, boolean payout) {
        return exchange(state, payout, ExchangeKind.REDEEM, Optional.empty());
    }

    public static Exchange exchangeIn(ExchangeState state) {
        return exchange(state, false, ExchangeKind.EXCHANGE_IN, Optional.empty());
    }

    /// Paid out over a counter.
    public static Exchange cash(ExchangeState state) {
        return exchange(state, false, ExchangeKind.REDEEM, Optional.of(new Exchange.Desk("counter-1", "clerk")));
    }

    private static Exchange exchange(
            ExchangeState state, boolean payout, ExchangeKind kind, Optional<Exchange.Desk> desk) {
        return new Exchange(
                payout ? "payout:1" : "exchange:1",
                "merchant:1",
                "1",
                "w",
                kind,
                700,
                desk,
                payout ? Optional.of(new PayoutTerms("0001", 0, 1, 700)) : Optional.empty(),
                state,
                state == ExchangeState.FAILED ? Optional.of(Reason.BANK_REFUSED) : Optional.empty(),
                Optional.of("1"),
                Optional.empty(),
                NOW,
                state.isFinal() ? Optional.of(NOW) : Optional.empty(),
                Optional.empty(),
                1);
    }
}
