package cn.jiaozi.wallet.query;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.MerchantEvent.CoreQueryRequested;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.WalletEvent.CoreAnswered;
import cn.jiaozi.contracts.WalletEvent.CoreWord;
import cn.jiaozi.wallet.bank.BankAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoreQueryTest {
    private static final Instant NOW = Instant.parse("2026-11-29T02:00:00Z");
    private static final QuerySettings SETTINGS = new QuerySettings(Duration.ofSeconds(5), 3, 1);
    private static final CoreQueryRequested REQUEST = new CoreQueryRequested("core-query:1", "r-1", NOW);

    /// What a call brought, which one it was of three at most, and what is told.
    @ParameterizedTest
    @CsvSource({
        "DONE,      false, 1, DONE",
        "DONE,      true,  1, RETURNED",
        "REFUSED,   false, 1, REFUSED",
        "REFUSED,   true,  3, REFUSED",
        "NOT_FOUND, false, 1,",
        "NOT_FOUND, false, 2,",
        "NOT_FOUND, false, 3, NOT_FOUND",
        "LOST,      false, 1,",
        "LOST,      true,  2,",
        "LOST,      false, 3, UNKNOWN",
    })
    void asksUntilTheAnswerIsFinalOrItHasAskedEnough(
            String brought, boolean cameBack, int tries, @Nullable CoreWord word) {
        var heard = open(tries).heard(answer(brought), cameBack, SETTINGS, NOW);

        assertThat(heard.answer().map(CoreQuery.Answer::word)).isEqualTo(Optional.ofNullable(word));
        assertThat(heard.nextTryAt()).isEqualTo(word == null ? Optional.of(NOW.plusSeconds(5)) : Optional.empty());
        assertThat(heard.told().isPresent()).isEqualTo(word != null);
    }

    @Test
    void tellsWhatTheCoreHasSaid() {
        assertThat(open(1).heard(answer("DONE"), false, SETTINGS, NOW).told())
                .contains(new CoreAnswered("core-query:1", CoreWord.DONE, Optional.of("B-1"), Optional.empty(), NOW));
        assertThat(open(1).heard(answer("REFUSED"), false, SETTINGS, NOW).told())
                .contains(new CoreAnswered(
                        "core-query:1",
                        CoreWord.REFUSED,
                        Optional.empty(),
                        Optional.of(Reason.BANK_ACCOUNT_FROZEN),
                        NOW));
    }

    @Test
    void keepsTheFirstAnswer() {
        var done = open(1).heard(answer("DONE"), false, SETTINGS, NOW);

        assertThat(done.heard(answer("REFUSED"), true, SETTINGS, NOW)).isSameAs(done);
        assertThat(done.difference(REQUEST)).isEmpty();
        assertThat(done.difference(new CoreQueryRequested("core-query:1", "r-2", NOW)))
                .contains("requestId");
    }

    private static CoreQuery open(int tries) {
        return new CoreQuery("core-query:1", "r-1", NOW, tries, Optional.of(NOW), Optional.empty());
    }

    private static BankAnswer answer(String brought) {
        return switch (brought) {
            case "DONE" -> new BankAnswer.Done("B-1");
            case "REFUSED" -> new BankAnswer.Refused(Reason.BANK_ACCOUNT_FROZEN);
            case "NOT_FOUND" -> new BankAnswer.NotFound();
            default -> new BankAnswer.Lost("Timeout");
        };
    }
}
