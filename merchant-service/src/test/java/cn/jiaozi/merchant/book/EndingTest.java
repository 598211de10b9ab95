package cn.jiaozi.merchant.book;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletParty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndingTest {
    private static final WalletParty PAYER = new WalletParty("0020000000000014", "002");
    private static final WalletParty PAYEE = new WalletParty("0023000000000028", "002");

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T15:59:59.999999Z, 2026-11-23",
        "2026-11-23T16:00:00Z, 2026-11-24",
    })
    void failsOnTheDayOfFailingInShanghai(Instant at, LocalDate on) {
        var ending = Ending.of(new PaymentEvent.PaymentFailed(
                        "payment:1", TxType.CONSUME, PAYER, Reason.INSUFFICIENT_FUNDS, at))
                .orElseThrow();

        assertThat(ending.on()).isEqualTo(on);
        assertThat(ending.state()).isEqualTo(Ending.State.FAILED);
        assertThat(ending.amountFen()).isEmpty();
    }

    @Test
    void succeedsOnTheLedgersDay() {
        var at = Instant.parse("2026-11-23T16:00:00Z");
        var ending = Ending.of(new PaymentEvent.PaymentSucceeded(
                        "payment:1", TxType.P2P, PAYER, PAYEE, 100, Optional.empty(), LocalDate.of(2026, 11, 23), at))
                .orElseThrow();

        assertThat(ending)
                .isEqualTo(new Ending(
                        "payment:1", TxType.P2P, LocalDate.of(2026, 11, 23), Optional.of(100L), Optional.empty(), at));
        assertThat(ending.state()).isEqualTo(Ending.State.SUCCEEDED);
    }

    @Test
    void isNoEndingWhileItIsAskedFor() {
        assertThat(Ending.of(new PaymentEvent.LoadSettled("load:1/1", "purse", 1, Instant.EPOCH)))
                .isEmpty();
    }
}
