package cn.jiaozi.wallet.returned;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.wallet.bank.BankReturn;
import cn.jiaozi.wallet.exchange.ExchangeFixture;
import cn.jiaozi.wallet.exchange.ExchangeState;
import cn.jiaozi.wallet.returned.Returned.Finding;
import cn.jiaozi.wallet.returned.Returned.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReturnedTest {
    private static final Instant NOW = Instant.parse("2026-11-23T01:00:00Z");

    /// The transfer that came back, whether it is a payout, of ¥7.00, and what is found.
    @ParameterizedTest
    @CsvSource({
        ",, 700, false, UNKNOWN_TRANSFER",
        "SUCCEEDED, false, 700, false, NOT_A_PAYOUT",
        "REQUESTED, true, 700, false, NOT_PAID",
        "HELD, true, 700, false, NOT_PAID",
        "VOIDING, true, 700, false, NOT_PAID",
        "FAILED, true, 700, false, NOT_PAID",
        "SENT, true, 700, false,",
        "UNKNOWN, true, 700, false,",
        "CAPTURING, true, 700, false,",
        "SUCCEEDED, true, 700, false,",
        "SUCCEEDED, true, 700, true, RETURNED_BEFORE",
        "SUCCEEDED, true, 699, false, AMOUNT_DIFFERS",
        "SUCCEEDED, true, 701, false, AMOUNT_DIFFERS",
    })
    void isOursWhenItIsAPayoutThatLeft(
            @Nullable ExchangeState state,
            @Nullable Boolean payout,
            long amountFen,
            boolean before,
            @Nullable Finding found) {
        var transfer = Optional.ofNullable(state).map(at -> ExchangeFixture.exchange(at, Boolean.TRUE.equals(payout)));

        var returned = Returned.of(new BankReturn(1, "1", amountFen, "X", "R"), transfer, before, NOW);

        assertThat(returned.finding()).isEqualTo(Optional.ofNullable(found));
        assertThat(returned.state()).isEqualTo(found == null ? State.WAITING : State.LEFT);
        assertThat(returned.nextTryAt().isPresent()).isEqualTo(found == null);
    }

    /// It is posted when the payout is, and never where it has failed after all.
    @ParameterizedTest
    @CsvSource({
        "SENT, WAITING, 0",
        "UNKNOWN, WAITING, 0",
        "CAPTURING, WAITING, 0",
        "SUCCEEDED, ASKED, 1",
        "VOIDING, LEFT, 0",
        "FAILED, LEFT, 0",
    })
    void waitsForItsPayout(ExchangeState state, State next, int attempt) {
        var waiting = Returned.of(
                new BankReturn(1, "1", 700, "X", "R"),
                Optional.of(ExchangeFixture.exchange(ExchangeState.SENT, true)),
                false,
                NOW);

        var met = waiting.met(ExchangeFixture.exchange(state, true), Duration.ofSeconds(2), NOW);

        assertThat(met.state()).isEqualTo(next);
        assertThat(met.attempt()).isEqualTo(attempt);
        assertThat(met.nextTryAt().isPresent()).isEqualTo(next == State.WAITING);
    }
}
