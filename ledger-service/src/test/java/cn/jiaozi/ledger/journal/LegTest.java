package cn.jiaozi.ledger.journal;

import static cn.jiaozi.ledger.LedgerFixture.core;
import static cn.jiaozi.ledger.LedgerFixture.entry;
import static cn.jiaozi.ledger.LedgerFixture.hold;
import static cn.jiaozi.ledger.LedgerFixture.leg;
import static cn.jiaozi.ledger.LedgerFixture.open;
import static cn.jiaozi.ledger.LedgerFixture.orElseTo;
import static cn.jiaozi.ledger.LedgerFixture.post;
import static cn.jiaozi.ledger.LedgerFixture.restOf;
import static cn.jiaozi.ledger.LedgerFixture.upTo;
import static cn.jiaozi.ledger.LedgerFixture.wallet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.StepId;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Legs whose amount or whose taker only the ledger can know.
class LegTest {
    private static final String CORE = "core:0200:clearing";
    private static final String A = "wallet:a:available";
    private static final String B = "wallet:b:available";
    private static final String C = "wallet:c:available";

    private final LedgerInMemory ledger = new LedgerInMemory();

    @BeforeEach
    void openAccounts() {
        ledger.must(
                open(StepId.first("test:open", "open"), core("0200"), wallet("a"), wallet("b"), wallet("c")),
                post("exchange:0", leg(CORE, A, 100)));
    }

    /// What is asked for, what must be left, what must move at least; and what comes of it.
    @ParameterizedTest
    @CsvSource({
        "99, 0, 0, 99",
        "100, 0, 0, 100",
        "101, 0, 0, 100",
        "100, 1, 0, 99",
        "100, 99, 0, 1",
        "100, 100, 0, INSUFFICIENT_FUNDS",
        "100, 101, 0, INSUFFICIENT_FUNDS",
        "200, 0, 99, 100",
        "200, 0, 100, 100",
        "200, 0, 101, INSUFFICIENT_FUNDS",
        "50, 0, 60, 50"
    })
    void movesWhatCanBeSpared(long amountFen, long leaveFen, long atLeastFen, String moved) {
        var answer = ledger.batch(post("payment:1", upTo(A, B, amountFen, leaveFen, atLeastFen)))
                .getFirst()
                .answer();

        assertThat(amounts(answer)).isEqualTo(moved);
    }

    @Test
    void leavesWhatTheFloorKeepsAndWhatIsHeld() {
        ledger.must(
                new LedgerRequest.ConstrainAccount(StepId.first("test:floor", "set"), A, false, false, 30, 1),
                hold("redeem:1", leg(A, CORE, 20)));

        assertThat(amounts(ledger.batch(post("payment:1", upTo(A, B, 100, 10, 0)))
                        .getFirst()
                        .answer()))
                .isEqualTo("50");
    }

    @Test
    void takesWhatStandsOnAnAccountThatHasNoFloor() {
        assertThat(amounts(ledger.batch(post("payment:1", upTo(CORE, B, 7, 0, 0)))
                        .getFirst()
                        .answer()))
                .isEqualTo("7");
    }

    /// Own money first, the card's clearing account for what is missing.
    @ParameterizedTest
    @CsvSource({"99, 99", "100, 100", "101, 100+1", "250, 100+150"})
    void takesTheRestFromTheNextLeg(long amountFen, String moved) {
        var answer = ledger.batch(hold("payment:1", upTo(A, B, amountFen, 0, 0), restOf(1, CORE, B, amountFen)))
                .getFirst()
                .answer();

        assertThat(amounts(answer)).isEqualTo(moved);
    }

    @Test
    void passesARestOnFromLegToLeg() {
        ledger.must(post("payment:0", leg(A, C, 30)));
        var second = new LedgerRequest.LegSpec(
                C, B, 150, Optional.of(new LedgerRequest.UpTo(0, 0)), Optional.of(1), Optional.empty(), false);

        var answer = ledger.batch(post("payment:1", upTo(A, B, 150, 0, 0), second, restOf(2, CORE, B, 150)))
                .getFirst()
                .answer();

        assertThat(amounts(answer)).isEqualTo("70+30+50");
        assertThat(ledger.account(B).balanceFen()).isEqualTo(150);
    }

    @Test
    void checksTheRestLikeAnyOther() {
        assertThat(ledger.say(post("payment:1", upTo(A, B, 150, 0, 0), restOf(1, C, B, 150))))
                .isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(ledger.account(A).balanceFen()).isEqualTo(100);
    }

    @Test
    void creditsTheOtherAccountWhereTheFirstIsClosed() {
        var toC = orElseTo(B, leg(A, C, 10));
        assertThat(ledger.say(post("payment:1", toC))).isEqualTo("posted");
        ledger.must(
                post("payment:2", leg(C, A, 10)), new LedgerRequest.CloseAccount(StepId.first("wallet:c", "close"), C));

        var answer = ledger.batch(post("payment:3", toC)).getFirst().answer();

        assertThat(answer)
                .isInstanceOfSatisfying(
                        LedgerEvent.Posted.class,
                        posted -> assertThat(posted.entry().legs().getFirst().credit())
                                .isEqualTo(B));
        assertThat(ledger.account(B).balanceFen()).isEqualTo(10);
    }

    @Test
    void saysWhatIsWrongWithTheOtherAccount() {
        ledger.must(
                new LedgerRequest.CloseAccount(StepId.first("wallet:c", "close"), C),
                new LedgerRequest.CloseAccount(StepId.first("wallet:b", "close"), B));

        assertThat(ledger.say(post("payment:1", orElseTo(B, leg(A, C, 1))))).isEqualTo("ACCOUNT_CLOSED");
        assertThat(ledger.say(post("payment:2", orElseTo("wallet:nobody", leg(A, C, 1)))))
                .isEqualTo("ACCOUNT_NOT_FOUND");
    }

    @Test
    void refusesLegsThatMeanNothing() {
        assertThatThrownBy(() -> leg(A, A, 1)).hasMessageContaining("two accounts");
        assertThatThrownBy(() -> leg(A, B, 0)).hasMessageContaining("amountFen");
        assertThatThrownBy(() -> orElseTo(A, leg(A, B, 1))).hasMessageContaining("two accounts");
        assertThatThrownBy(() -> upTo(A, B, 1, -1, 0)).hasMessageContaining("leaveFen");
        assertThatThrownBy(() -> entry(restOf(1, A, B, 1))).hasMessageContaining("restOf");
        assertThatThrownBy(() -> entry(leg(A, B, 1), restOf(1, A, B, 1))).hasMessageContaining("restOf");
        assertThatThrownBy(() -> entry(upTo(A, B, 1, 0, 0), restOf(2, A, B, 1))).hasMessageContaining("restOf");
        assertThatThrownBy(() -> entry(upTo(A, B, 1, 0, 0), restOf(1, A, B, 2))).hasMessageContaining("amountFen");
    }

    private static String amounts(LedgerEvent answer) {
        var entry =
                switch (answer) {
                    case LedgerEvent.Posted posted -> posted.entry();
                    case LedgerEvent.Held held -> held.entry();
                    default -> null;
                };
        return entry == null
                ? LedgerInMemory.word(answer)
                : String.join(
                        "+",
                        entry.legs().stream()
                                .map(moved -> Long.toString(moved.amountFen()))
                                .toList());
    }
}
