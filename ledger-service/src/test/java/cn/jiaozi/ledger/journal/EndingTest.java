package cn.jiaozi.ledger.journal;

import static cn.jiaozi.ledger.LedgerFixture.NOON;
import static cn.jiaozi.ledger.LedgerFixture.capture;
import static cn.jiaozi.ledger.LedgerFixture.core;
import static cn.jiaozi.ledger.LedgerFixture.expire;
import static cn.jiaozi.ledger.LedgerFixture.hold;
import static cn.jiaozi.ledger.LedgerFixture.holdUntil;
import static cn.jiaozi.ledger.LedgerFixture.leg;
import static cn.jiaozi.ledger.LedgerFixture.open;
import static cn.jiaozi.ledger.LedgerFixture.post;
import static cn.jiaozi.ledger.LedgerFixture.release;
import static cn.jiaozi.ledger.LedgerFixture.reverse;
import static cn.jiaozi.ledger.LedgerFixture.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.StepId;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How holds end in part or by the clock, and how entries are reversed.
class EndingTest {
    private static final String CORE = "core:0200:clearing";
    private static final String A = "wallet:a:available";
    private static final String B = "wallet:b:available";

    private final LedgerInMemory ledger = new LedgerInMemory();

    @BeforeEach
    void openAccounts() {
        ledger.must(
                open(StepId.first("test:open", "open"), core("0200"), wallet("a"), wallet("b")),
                post("exchange:0", leg(CORE, A, 100)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, HOLD_AMOUNT_INVALID, 100, 0",
        "1, 0, captured, 99, 1",
        "0, 1, captured, 99, 0",
        "40, 20, captured, 40, 40",
        "39, 19, captured, 42, 39",
        "41, 0, HOLD_AMOUNT_INVALID, 100, 0",
        "0, 21, HOLD_AMOUNT_INVALID, 100, 0",
        "-1, 1, HOLD_AMOUNT_INVALID, 100, 0"
    })
    void capturesAPartAndGivesTheRestBack(long first, long second, String answer, long left, long got) {
        ledger.must(hold("payment:1", leg(A, B, 40), leg(A, CORE, 20)));

        assertThat(ledger.say(capture("payment:1", first, second))).isEqualTo(answer);
        assertThat(ledger.account(A).balanceFen()).isEqualTo(left);
        assertThat(ledger.account(B).balanceFen()).isEqualTo(got);
        assertThat(ledger.account(A).debits().pending()).isEqualTo(answer.equals("captured") ? 0 : 60);
    }

    @Test
    void wantsAnAmountForEachLeg() {
        ledger.must(hold("payment:1", leg(A, B, 40), leg(A, CORE, 20)));

        assertThat(ledger.say(capture("payment:1", 40L))).isEqualTo("HOLD_AMOUNT_INVALID");
        var more = new LedgerRequest.CaptureHold(
                new StepId("payment:1", "capture", 2),
                StepId.first("payment:1", "hold"),
                Optional.of(java.util.List.of(1L, 1L, 1L)));
        assertThat(ledger.say(more)).isEqualTo("HOLD_AMOUNT_INVALID");
    }

    @Test
    void countsACapturedPartAgainstTheCap() {
        ledger.must(
                new LedgerRequest.SetCap(StepId.first("test:cap", "cap"), "wallet:b", Optional.of(50L), 1),
                hold("payment:1", leg(A, B, 50)),
                capture("payment:1", 20L));

        assertThat(ledger.group("wallet:b").usedFen()).isEqualTo(20);
        assertThat(ledger.say(post("payment:2", leg(A, B, 31)))).isEqualTo("BALANCE_CAP_EXCEEDED");
        assertThat(ledger.say(post("payment:3", leg(A, B, 30)))).isEqualTo("posted");
    }

    /// The seconds that have passed when somebody acts on a hold of ten seconds.
    @ParameterizedTest
    @CsvSource({
        "9, expire, HOLD_NOT_DUE",
        "10, expire, HOLD_NOT_DUE",
        "11, expire, expired",
        "9, capture, captured",
        "10, capture, captured",
        "11, capture, HOLD_EXPIRED",
        "11, void, voided"
    })
    void endsAHoldWhoseTimeIsOver(long seconds, String act, String answer) {
        ledger.must(holdUntil(NOON.plusSeconds(10), "payment:1", leg(A, B, 40)));
        ledger.at(NOON.plusSeconds(seconds), ledger.shard().accountingDate());

        assertThat(ledger.say(
                        switch (act) {
                            case "expire" -> expire("payment:1");
                            case "capture" -> capture("payment:1");
                            default -> release("payment:1");
                        }))
                .isEqualTo(answer);
    }

    @Test
    void neverExpiresAHoldThatWaitsForAnAnswer() {
        ledger.must(hold("payment:1", leg(A, B, 40)));
        ledger.at(NOON.plusSeconds(1_000_000), ledger.shard().accountingDate());

        assertThat(ledger.say(expire("payment:1"))).isEqualTo("HOLD_NOT_DUE");
        assertThat(ledger.say(capture("payment:1"))).isEqualTo("captured");
    }

    @Test
    void reversesAPostedEntryOnceAndWhole() {
        ledger.must(post("payment:1", leg(A, B, 40), leg(B, CORE, 15)), post("exchange:1", leg(CORE, B, 15)));

        var answer = ledger.batch(reverse("payment:1")).getFirst().answer();

        assertThat(answer)
                .isInstanceOfSatisfying(
                        LedgerEvent.Reversed.class,
                        reversed -> assertThat(reversed.entry().legs())
                                .containsExactly(
                                        new LedgerEvent.Leg(CORE, B, 15, Optional.of(115L), Optional.of(55L)),
                                        new LedgerEvent.Leg(B, A, 40, Optional.of(15L), Optional.of(100L))));
        assertThat(ledger.account(A).balanceFen()).isEqualTo(100);
        assertThat(ledger.account(B).balanceFen()).isEqualTo(15);
        assertThat(ledger.say(reverse("payment:1"))).isEqualTo("reversed");
        var other = new LedgerRequest.ReverseEntry(
                StepId.first("correction:1", "post"), StepId.first("payment:1", "post"), NOON, NOON);
        assertThat(ledger.say(other)).isEqualTo("ENTRY_REVERSED");
        assertThat(ledger.account(A).balanceFen()).isEqualTo(100);
    }

    @Test
    void reversesACaptureButNoHoldAndNoReversal() {
        ledger.must(hold("payment:1", leg(A, B, 40)), capture("payment:1", 30L));

        assertThat(ledger.say(reversal("correction:1", "payment:1", "hold"))).isEqualTo("ENTRY_NOT_REVERSIBLE");
        assertThat(ledger.say(reversal("correction:2", "payment:1", "capture"))).isEqualTo("reversed");
        assertThat(ledger.account(A).balanceFen()).isEqualTo(100);
        assertThat(ledger.say(reversal("correction:3", "correction:2", "reverse")))
                .isEqualTo("ENTRY_NOT_REVERSIBLE");
        assertThat(ledger.say(reversal("correction:4", "payment:9", "post"))).isEqualTo("ENTRY_NOT_FOUND");
    }

    @Test
    void needsTheMoneyToReverse() {
        ledger.must(post("payment:1", leg(A, B, 40)), post("redeem:1", leg(B, CORE, 1)));

        assertThat(ledger.say(reverse("payment:1"))).isEqualTo("INSUFFICIENT_FUNDS");
    }

    @Test
    void mayExceedACapWhenItReverses() {
        ledger.must(
                post("payment:1", leg(A, B, 40)),
                new LedgerRequest.SetCap(StepId.first("test:cap", "cap"), "wallet:a", Optional.of(60L), 1));

        assertThat(ledger.say(reverse("payment:1"))).isEqualTo("reversed");
    }

    /// What is held was checked when it was held; only what is new is refused.
    @Test
    void endsAHoldOfAnAccountInQuarantine() {
        ledger.must(
                hold("payment:1", leg(A, B, 40)), hold("payment:2", leg(A, B, 10)), post("payment:3", leg(A, B, 1)));
        ledger.quarantine(A, true);

        assertThat(ledger.say(capture("payment:1"))).isEqualTo("captured");
        assertThat(ledger.say(release("payment:2"))).isEqualTo("voided");
        assertThat(ledger.say(reverse("payment:3"))).isEqualTo("ACCOUNT_QUARANTINED");
        assertThat(ledger.say(hold("payment:4", leg(A, B, 1)))).isEqualTo("ACCOUNT_QUARANTINED");
    }

    private static LedgerRequest reversal(String businessId, String original, String step) {
        return new LedgerRequest.ReverseEntry(
                StepId.first(businessId, "reverse"), StepId.first(original, step), NOON, NOON);
    }
}
