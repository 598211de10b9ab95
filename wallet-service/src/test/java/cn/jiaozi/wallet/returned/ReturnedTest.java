package cn.jiaozi.wallet.returned;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.wallet.bank.BankReturn;
import cn.jiaozi.wallet.exchange.Exchange;
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

    /// The transfer of ¥7.00 that came back, and what is found.
    @ParameterizedTest
    @CsvSource({
        ",, 700, false, UNKNOWN_TRANSFER",
        "SUCCEEDED, EXCHANGE_IN, 700, false, NOT_TO_AN_ACCOUNT",
        "SUCCEEDED, CASH, 700, false, NOT_TO_AN_ACCOUNT",
        "REQUESTED, PAYOUT, 700, false, NOT_PAID",
        "HELD, PAYOUT, 700, false, NOT_PAID",
        "VOIDING, PAYOUT, 700, false, NOT_PAID",
        "FAILED, PAYOUT, 700, false, NOT_PAID",
        "SENT, PAYOUT, 700, false,",
        "UNKNOWN, PAYOUT, 700, false,",
        "CAPTURING, PAYOUT, 700, false,",
        "SUCCEEDED, PAYOUT, 700, false,",
        "SUCCEEDED, PAYOUT, 700, true, RETURNED_BEFORE",
        "RETURNED, PAYOUT, 700, true, RETURNED_BEFORE",
        "SUCCEEDED, PAYOUT, 699, false, AMOUNT_DIFFERS",
        "SUCCEEDED, PAYOUT, 701, false, AMOUNT_DIFFERS",
        "FAILED, REDEEM, 700, false, NOT_PAID",
        "UNKNOWN, REDEEM, 700, false,",
        "SUCCEEDED, REDEEM, 700, false,",
        "RETURNED, REDEEM, 700, true, RETURNED_BEFORE",
        "SUCCEEDED, REDEEM, 701, false, AMOUNT_DIFFERS",
    })
    void isOursWhenItLeftForAnAccount(
            @Nullable ExchangeState state,
            @Nullable String what,
            long amountFen,
            boolean before,
            @Nullable Finding found) {
        var transfer = Optional.ofNullable(state).map(at -> transfer(at, String.valueOf(what)));

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

    private static Exchange transfer(ExchangeState state, String what) {
        return switch (what) {
            case "EXCHANGE_IN" -> ExchangeFixture.exchangeIn(state);
            case "CASH" -> ExchangeFixture.cash(state);
            default -> ExchangeFixture.exchange(state, what.equals("PAYOUT"));
        };
    }
}
