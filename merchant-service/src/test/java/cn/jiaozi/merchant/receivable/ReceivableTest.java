package cn.jiaozi.merchant.receivable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerEvent.Entry;
import cn.jiaozi.contracts.LedgerEvent.Leg;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.LedgerRequest.UpTo;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.merchant.receivable.Receivable.Advanced;
import cn.jiaozi.merchant.receivable.Receivable.Debtor;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceivableTest {
    private static final Instant AT = Instant.parse("2026-11-28T01:00:00Z");
    private static final Instant NOW = AT.plusSeconds(60);
    private static final Duration DAY = Duration.ofDays(1);
    private static final String WALLET = "wallet:0023000000000029:available";
    private static final String OWED = "wallet:0023000000000029:receivable:refunds";
    private static final String PAYER = "wallet:0020000000000014:available";
    private static final String REFUND = "refund:0197e3a0-0000-7000-8000-000000000011";
    private static final String ADVANCE = "advance:0197e3a0-0000-7000-8000-000000000011";

    private static Receivable owing(long fen) {
        return Receivable.of(
                new Advanced(REFUND, "0023000000000029", fen, AT),
                new Debtor("002000100000018", "0023000000000029", "0001"));
    }

    private static LedgerEvent posted(StepId id, TxType type, Leg... legs) {
        return new LedgerEvent.Posted(id, new Entry(7, type, LocalDate.of(2026, 11, 28), List.of(legs), AT, AT, AT));
    }

    private static LedgerEvent taken(String step, long fen) {
        return posted(StepId.first(ADVANCE, step), TxType.REFUND_RECOVERY, new Leg(WALLET, OWED, fen));
    }

    private static LedgerEvent rejected(String step) {
        return new LedgerEvent.Rejected(
                StepId.first(ADVANCE, step), Reason.INSUFFICIENT_FUNDS, Optional.of(WALLET), AT);
    }

    @Test
    void isThePartOfARefundThatTheBankHasPaid() {
        var step = StepId.first(REFUND, "post");

        assertThat(Advanced.of(posted(step, TxType.REFUND, new Leg(WALLET, PAYER, 30), new Leg(OWED, PAYER, 70))))
                .contains(new Advanced(REFUND, "0023000000000029", 70, AT));
        assertThat(Advanced.of(posted(step, TxType.REFUND, new Leg(OWED, PAYER, 100))))
                .contains(new Advanced(REFUND, "0023000000000029", 100, AT));
        assertThat(Advanced.of(posted(step, TxType.REFUND, new Leg(WALLET, PAYER, 100))))
                .isEmpty();
        assertThat(Advanced.of(taken("post", 70))).isEmpty();
        assertThat(Advanced.of(new LedgerEvent.Rejected(step, Reason.INSUFFICIENT_FUNDS, Optional.of(OWED), AT)))
                .isEmpty();
    }

    @Test
    void takesWhatIsLeftOfItFromTheWalletAndNoMore() {
        var ask = owing(100).heard(taken("post", 30), NOW, DAY).pressed().ask("002", NOW);

        assertThat(ask.walletId()).isEqualTo("0023000000000029");
        var entry = (PostEntry) ask.request();
        assertThat(entry.id()).isEqualTo(StepId.first(ADVANCE, "post-2"));
        assertThat(entry.entry().txType()).isEqualTo(TxType.REFUND_RECOVERY);
        assertThat(entry.entry().branchCode()).isEqualTo("0001");
        assertThat(entry.entry().legs())
                .containsExactly(new LegSpec(
                        WALLET, OWED, 70, Optional.of(new UpTo(0, 0)), Optional.empty(), Optional.empty(), false));
        assertThat(entry.entry().opens()).isEmpty();
    }

    /// What was asked last, whether something was sold since, the answer; what is left, and when it is asked again.
    @ParameterizedTest
    @CsvSource({
        "1, false, taken post 1,     99, later",
        "1, false, taken post 99,    1, later",
        "1, false, taken post 100,   0, never",
        "1, true,  taken post 99,    1, now",
        "1, true,  taken post 100,   0, never",
        "1, false, rejected post,    100, later",
        "1, true,  rejected post,    100, now",
        "1, false, conflicted post,  100, asked",
        "1, false, rejected post-2,  100, asked",
        "2, false, taken post 50,    100, asked",
        "2, false, rejected post,    100, asked",
        "2, false, taken post-2 50,  50, later",
        "2, false, rejected post-2,  100, later"
    })
    void endsByTheAnswerToWhatWasAskedLast(int tries, boolean sold, String answer, long leftFen, String again) {
        var before = tries == 1
                ? owing(100)
                : owing(100).heard(rejected("post"), NOW, DAY).pressed();
        var word = answer.split(" ", -1);
        var event =
                switch (word[0]) {
                    case "taken" -> taken(word[1], Long.parseLong(word[2]));
                    case "rejected" -> rejected(word[1]);
                    default -> new LedgerEvent.Conflicted(StepId.first(ADVANCE, word[1]), "legs", AT);
                };

        var after = (sold ? before.pressed() : before).heard(event, NOW, DAY);

        assertThat(after.leftFen()).isEqualTo(leftFen);
        assertThat(after.isAsked()).isEqualTo(again.equals("asked"));
        assertThat(after.againAt())
                .isEqualTo(
                        switch (again) {
                            case "later" -> Optional.of(NOW.plus(DAY));
                            case "now" -> Optional.of(NOW);
                            default -> Optional.empty();
                        });
        assertThat(after.heard(event, NOW.plusSeconds(9), DAY)).isEqualTo(after);
    }

    @Test
    void isPressedOnceAtATime() {
        var asked = owing(100);
        var waiting = asked.heard(rejected("post"), NOW, DAY);

        assertThat(asked.pressed().tries()).isEqualTo(1);
        assertThat(asked.pressed().sold()).isTrue();
        assertThat(waiting.pressed().tries()).isEqualTo(2);
        assertThat(waiting.pressed().sold()).isFalse();
        assertThat(waiting.pressed().isAsked()).isTrue();
    }

    @Test
    void isOverWhenItsRefundIsPostedTheOtherWayRound() {
        var reversed = new LedgerEvent.Reversed(
                StepId.first("adjustment:1", "reverse"),
                StepId.first(REFUND, "post"),
                new Entry(
                        8,
                        TxType.REFUND,
                        LocalDate.of(2026, 11, 29),
                        List.of(new Leg(PAYER, OWED, 70), new Leg(PAYER, WALLET, 30)),
                        AT,
                        AT,
                        AT));

        assertThat(Receivable.undone(reversed)).contains(ADVANCE);
        assertThat(Receivable.undone(taken("post", 70))).isEmpty();
        assertThat(owing(70).undone().leftFen()).isZero();
        assertThat(owing(70).undone().heard(rejected("post"), NOW, DAY))
                .isEqualTo(owing(70).undone());
    }

    @Test
    void neverTakesMoreThanIsOwed() {
        var owing = owing(100);

        assertThatThrownBy(() -> owing.heard(taken("post", 101), NOW, DAY)).isInstanceOf(IllegalStateException.class);
    }
}
