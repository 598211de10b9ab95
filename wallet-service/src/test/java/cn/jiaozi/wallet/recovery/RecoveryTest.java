package cn.jiaozi.wallet.recovery;

import static cn.jiaozi.wallet.opening.OpeningFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.wallet.limit.WalletClass;
import cn.jiaozi.wallet.opening.OpeningFixture;
import cn.jiaozi.wallet.opening.Wallet;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final String WALLET = "0022000000000014";
    private static final Duration HOUR = Duration.ofHours(1);
    private final Wallet wallet = OpeningFixture.aWallet(WALLET, WalletClass.CLASS_II, "alice");
    private final Recovery begun = Recovery.of(RecoveryFixture.settled(WALLET, 200), Optional.of(wallet))
            .orElseThrow();

    @Test
    void asksNothingOfABearerNorOfWhoOwesNothing() {
        var bearer = OpeningFixture.aWallet(WALLET, WalletClass.HW_ANON, "bearer");

        assertThat(Recovery.of(RecoveryFixture.settled(WALLET, 200), Optional.of(bearer)))
                .isEmpty();
        assertThat(Recovery.of(RecoveryFixture.settled(WALLET, 0), Optional.of(wallet)))
                .isEmpty();
        assertThat(Recovery.of(RecoveryFixture.settled(WALLET, 200), Optional.empty()))
                .isEmpty();
    }

    @Test
    void asksForTheRestUntilAllIsTaken() {
        var part = heard(begun, posted(begun, 80));
        var nothing = heard(part.again(), rejected(part.again()));
        var whole = heard(nothing.again(), posted(nothing.again(), 120));

        assertThat(amountAndStep(begun)).isEqualTo("200 post");
        assertThat(part.nextTryAt()).contains(NOW.plus(HOUR));
        assertThat(amountAndStep(part.again())).isEqualTo("120 post-2");
        assertThat(nothing.nextTryAt()).contains(NOW.plus(HOUR));
        assertThat(amountAndStep(nothing.again())).isEqualTo("120 post-3");
        assertThat(whole.leftFen()).isZero();
        assertThat(whole.nextTryAt()).isEmpty();
    }

    @Test
    void countsEachAnswerOnceHoweverLateItIsRepeated() {
        var first = posted(begun, 80);
        var part = heard(begun, first);
        var again = part.again();
        var whole = heard(again, posted(again, 120));

        assertThat(heard(part, first)).isEqualTo(part);
        assertThat(heard(again, first)).isEqualTo(again);
        assertThat(heard(whole, posted(again, 120))).isEqualTo(whole);
        assertThatThrownBy(() -> heard(begun, posted(begun, 201))).isInstanceOf(IllegalStateException.class);
    }

    private static Recovery heard(Recovery recovery, LedgerEvent event) {
        return recovery.heard(event, NOW, HOUR);
    }

    private String amountAndStep(Recovery recovery) {
        var entry = (PostEntry) recovery.ask(wallet, NOW).request();
        return entry.entry().legs().getFirst().amountFen() + " " + entry.id().step();
    }

    private StepId step(Recovery recovery) {
        return recovery.ask(wallet, NOW).request().id();
    }

    private LedgerEvent rejected(Recovery recovery) {
        return new LedgerEvent.Rejected(step(recovery), Reason.INSUFFICIENT_FUNDS, Optional.empty(), NOW);
    }

    private LedgerEvent posted(Recovery recovery, long amountFen) {
        return new LedgerEvent.Posted(
                step(recovery),
                new LedgerEvent.Entry(
                        1,
                        TxType.OFFLINE_RECOVERY,
                        LocalDate.of(2026, 11, 24),
                        List.of(new LedgerEvent.Leg("wallet", "receivable", amountFen)),
                        NOW,
                        NOW,
                        NOW));
    }
}
