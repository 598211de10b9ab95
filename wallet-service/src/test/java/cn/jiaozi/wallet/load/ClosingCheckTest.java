package cn.jiaozi.wallet.load;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Statement;
import cn.jiaozi.wallet.Chip;
import cn.jiaozi.wallet.load.ClosingCheck.Outcome;
import cn.jiaozi.wallet.purse.PurseFixture;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosingCheckTest {
    private static final SigningKey KEY = SigningKey.generate(Curve.SM2);

    /// Of load 2, which began with 30 000 fen behind debit 7: closes, load, counter, which debit's hash, balance.
    @ParameterizedTest
    @CsvSource({
        "true, 2, 7, 7, 30000, CLOSED",
        "true, 2, 7, 7, 29999, INVALID",
        "true, 2, 7, 8, 30000, INVALID",
        "true, 2, 6, 6, 30000, INVALID",
        "true, 2, 8, 8, 29999, CLOSED",
        "true, 2, 8, 8, 30000, INVALID",
        "true, 2, 8, 8, 0, CLOSED",
        "true, 1, 8, 8, 0, INVALID",
        "true, 3, 8, 8, 0, INVALID",
        "false, 2, 8, 8, 0, INVALID",
    })
    void closesTheOpenLoadByWhatIsPossible(
            boolean closes, int load, int counter, int head, long balanceFen, String expected) {
        var outcome = outcome(
                Optional.of(LoadFixture.aLoad()),
                Optional.of(Signed.by(KEY, statement(closes, load, counter, head, balanceFen))),
                true);

        assertThat(name(outcome)).isEqualTo(expected);
        if (outcome instanceof Outcome.Closed(var last)) {
            assertThat(last.orElseThrow().remainderFen()).isEqualTo(balanceFen);
        }
    }

    @Test
    void believesOnlyTheChipsOwnKeyAndOurOwnChallenge() {
        var load = Optional.of(LoadFixture.aLoad());
        var statement = statement(true, 2, 8, 8, 0);
        var forged = Signed.by(SigningKey.generate(Curve.SM2), statement);

        assertThat(name(outcome(load, Optional.of(forged), true))).isEqualTo("INVALID");
        assertThat(name(outcome(load, Optional.of(Signed.by(KEY, statement)), false)))
                .isEqualTo("INVALID");
        assertThat(name(ClosingCheck.outcome(
                        List.of(), load, Optional.of(Signed.by(KEY, statement)), true, PurseFixture.NOW)))
                .isEqualTo("INVALID");
    }

    @Test
    void needsNoStatementWhereNothingIsOpen() {
        var closed = closed(Signed.by(KEY, statement(true, 2, 8, 8, 500)));

        assertThat(outcome(Optional.empty(), Optional.empty(), false)).isEqualTo(new Outcome.Closed(Optional.empty()));
        assertThat(outcome(Optional.of(closed), Optional.empty(), false))
                .isEqualTo(new Outcome.Closed(Optional.of(closed)));
        assertThat(outcome(Optional.of(LoadFixture.aLoad()), Optional.empty(), false))
                .isEqualTo(new Outcome.Open());
        assertThat(name(outcome(Optional.empty(), Optional.of(Signed.by(KEY, statement(true, 1, 0, 0, 0))), true)))
                .isEqualTo("INVALID");
    }

    @Test
    void takesTheSameWordsAgainAndOthersForAFork() {
        var closed = closed(Signed.by(KEY, statement(true, 2, 8, 8, 500)));

        assertThat(outcome(Optional.of(closed), Optional.of(Signed.by(KEY, statement(true, 2, 8, 8, 500))), true))
                .isEqualTo(new Outcome.Closed(Optional.of(closed)));
        assertThat(outcome(Optional.of(closed), Optional.of(Signed.by(KEY, statement(true, 2, 8, 8, 499))), true))
                .isEqualTo(new Outcome.Forked());
    }

    private static Load closed(Signed<Statement> by) {
        return LoadFixture.aLoad().closed(Closing.of(by, PurseFixture.NOW));
    }

    private static Outcome outcome(Optional<Load> last, Optional<Signed<Statement>> closing, boolean ours) {
        return ClosingCheck.outcome(List.of(PurseFixture.certificateOf(KEY)), last, closing, ours, PurseFixture.NOW);
    }

    private static Statement statement(boolean closes, int load, int counter, int head, long balanceFen) {
        return new Statement(
                closes,
                PurseFixture.PURSE,
                Octets.parse(PurseFixture.SERIAL),
                load,
                counter,
                Chip.head(head),
                balanceFen,
                Octets.of(new byte[Statement.CHALLENGE]));
    }

    private static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Closed _ -> "CLOSED";
            case Outcome.Open _ -> "OPEN";
            case Outcome.Invalid _ -> "INVALID";
            case Outcome.Forked _ -> "FORKED";
        };
    }
}
