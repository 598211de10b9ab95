package cn.jiaozi.wallet.exchange;

import cn.jiaozi.contracts.Reason;
import java.time.Instant;
import java.util.Optional;

/// An exchange of ¥7.00 in any state.
public final class ExchangeFixture {
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

    private ExchangeFixture() {}

    public static Exchange exchange(ExchangeState state, boolean payout) {
        return new Exchange(
                payout ? "payout:1" : "exchange:1",
                "merchant:1",
                "1",
                "w",
                ExchangeKind.REDEEM,
                700,
                Optional.empty(),
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
