package cn.jiaozi.merchant.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.WalletEvent.CoreWord;
import cn.jiaozi.merchant.reconciliation.Mark;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RemedyRulesTest {
    private static final long LIMIT = 50_000;

    @ParameterizedTest
    @CsvSource({
        "LESS, NOT_IN_LEDGER,        DEBIT,  0,   100, BOOK_MISSING_CREDIT",
        "LESS, NOT_IN_LEDGER,        RETURN, 0,   100, BOOK_MISSING_CREDIT",
        "LESS, NOT_IN_LEDGER,        CREDIT, 0,   100, BOOK_MISSING_DEBIT",
        "FANS, LEDGER_VOIDED,        DEBIT,  0,   100, BOOK_MISSING_CREDIT",
        "LESS, BOOKED_TWICE,         DEBIT,  100, 200, ''",
        "MORE, NOT_IN_FILE,          CREDIT, 100, 0,   REVERSE",
        "SANF, CORE_REFUSED,         DEBIT,  100, 0,   REVERSE",
        "DIFF, AMOUNT_DIFFERS,       DEBIT,  100, 101, ADJUST_DIFFERENCE",
        "DIFF, WALLET_DIFFERS,       DEBIT,  100, 100, ''",
        "DIFF, DIRECTION_DIFFERS,    DEBIT,  100, 100, ''",
        "EANS, LEDGER_HOLDS,         DEBIT,  0,   100, ''",
        "MORE, ADJUSTMENT_NOT_DUE,   DEBIT,  100, 0,   REVERSE",
        "LESS, CHANGED_AFTER_REMEDY, DEBIT,  0,   100, ''",
    })
    void fitsMoneyToWhatWasFound(Mark mark, String reason, String kind, long oursFen, long theirsFen, String remedy) {
        var fitting = RemedyRules.fitting(Items.ofCore(mark, reason, kind, oursFen, theirsFen, 0));

        assertThat(fitting).contains(RemedyKind.RE_QUERY, RemedyKind.ACCEPT_WITH_REASON);
        assertThat(fitting.stream()
                        .filter(RemedyKind::movesMoney)
                        .map(Enum::name)
                        .collect(Collectors.joining()))
                .isEqualTo(remedy);
    }

    @ParameterizedTest
    @EnumSource(Mark.class)
    void takesBackAPaymentOnlyWherePaymentServiceCallsItFailed(Mark mark) {
        var fitting = RemedyRules.fitting(Items.ofPayment(mark, true));

        assertThat(fitting.contains(RemedyKind.REVERSE)).isEqualTo(mark == Mark.FANS);
        assertThat(fitting.stream().filter(RemedyKind::movesMoney).count()).isEqualTo(mark == Mark.FANS ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"INIT, ''", "SAME, ''", "PROC, RE_QUERY"})
    void leavesAloneWhatIsNotFoundYet(Mark mark, String remedies) {
        var fitting = RemedyRules.fitting(Items.ofCore(mark, "ANY", "DEBIT", 100, 0, 2));

        assertThat(fitting)
                .containsExactlyElementsOf(Arrays.stream(remedies.split(",", -1))
                        .filter(name -> !name.isEmpty())
                        .map(RemedyKind::valueOf)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "LESS, DEBIT,  0,     49999, 2, true",
        "LESS, DEBIT,  0,     50000, 2, true",
        "LESS, DEBIT,  0,     50001, 2, false",
        "LESS, DEBIT,  0,     50000, 1, false",
        "LESS, DEBIT,  0,     50000, 3, true",
        "LESS, CREDIT, 0,     1,     2, false",
        "FANS, RETURN, 0,     50000, 2, true",
        "MORE, CREDIT, 50000, 0,     2, true",
        "MORE, CREDIT, 50001, 0,     2, false",
        "MORE, DEBIT,  1,     0,     2, false",
        "SANF, CREDIT, 50000, 0,     2, true",
        "SANF, CREDIT, 50000, 0,     0, false",
        "DIFF, CREDIT, 2,     1,     2, false",
        "EANS, DEBIT,  0,     1,     2, false",
        "PROC, DEBIT,  0,     1,     2, false",
    })
    void movesOnlySmallAmountsByItselfAndOnlyToCustomers(
            Mark mark, String kind, long oursFen, long theirsFen, int evidence, boolean byItself) {
        var reason = mark == Mark.DIFF ? "AMOUNT_DIFFERS" : "ANY";
        var item = Items.ofCore(mark, reason, kind, oursFen, theirsFen, evidence);

        assertThat(RemedyRules.byItself(item, LIMIT).isPresent()).isEqualTo(byItself);
    }

    @ParameterizedTest
    @CsvSource({"ADJUSTMENT_NOT_DUE", "CHANGED_AFTER_REMEDY"})
    void doesNothingTwiceByItself(String reason) {
        assertThat(RemedyRules.byItself(Items.ofCore(Mark.MORE, reason, "CREDIT", 1, 0, 2), LIMIT))
                .isEqualTo(Optional.empty());
    }

    /// What the core has answered about an item, of which one file says the same; what is proposed, and what is done.
    @ParameterizedTest
    @CsvSource({
        "LESS, NOT_IN_LEDGER,  DEBIT,  0,   100,   1, DONE,      CB1, BOOK_MISSING_CREDIT, true",
        "LESS, NOT_IN_LEDGER,  DEBIT,  0,   50001, 1, DONE,      CB1, BOOK_MISSING_CREDIT, false",
        "LESS, NOT_IN_LEDGER,  DEBIT,  0,   100,   1, DONE,      CB2, BOOK_MISSING_CREDIT, false",
        "LESS, NOT_IN_LEDGER,  DEBIT,  0,   100,   2, DONE,      CB2, BOOK_MISSING_CREDIT, true",
        "LESS, NOT_IN_LEDGER,  DEBIT,  0,   100,   1, NOT_FOUND, '',  BOOK_MISSING_CREDIT, false",
        "LESS, NOT_IN_LEDGER,  DEBIT,  0,   100,   2, NOT_FOUND, '',  BOOK_MISSING_CREDIT, true",
        "LESS, NOT_IN_LEDGER,  DEBIT,  0,   100,   1, UNKNOWN,   '',  BOOK_MISSING_CREDIT, false",
        "LESS, NOT_IN_LEDGER,  DEBIT,  0,   100,   2, REFUSED,   '',  '',                  false",
        "LESS, NOT_IN_LEDGER,  CREDIT, 0,   100,   1, DONE,      CB1, BOOK_MISSING_DEBIT,  false",
        "LESS, NOT_IN_LEDGER,  CREDIT, 0,   100,   2, REFUSED,   '',  '',                  false",
        "FANS, LEDGER_VOIDED,  DEBIT,  0,   100,   0, DONE,      CB1, BOOK_MISSING_CREDIT, true",
        "FANS, LEDGER_VOIDED,  DEBIT,  0,   100,   2, REFUSED,   '',  '',                  false",
        "MORE, NOT_IN_FILE,    CREDIT, 100, 0,     0, REFUSED,   '',  REVERSE,             true",
        "MORE, NOT_IN_FILE,    DEBIT,  100, 0,     0, REFUSED,   '',  REVERSE,             false",
        "MORE, NOT_IN_FILE,    CREDIT, 100, 0,     2, DONE,      CB1, '',                  false",
        "MORE, NOT_IN_FILE,    CREDIT, 100, 0,     2, RETURNED,  CB1, '',                  false",
        "MORE, NOT_IN_FILE,    CREDIT, 100, 0,     1, NOT_FOUND, '',  REVERSE,             false",
        "SANF, CORE_REFUSED,   CREDIT, 100, 0,     0, REFUSED,   '',  REVERSE,             true",
        "SANF, CORE_REFUSED,   CREDIT, 100, 0,     2, DONE,      CB1, '',                  false",
        "DIFF, AMOUNT_DIFFERS, CREDIT, 100, 130,   0, DONE,      CB1, ADJUST_DIFFERENCE,   false",
        "DIFF, AMOUNT_DIFFERS, CREDIT, 100, 130,   0, REFUSED,   '',  '',                  false",
        "EANS, LEDGER_HOLDS,   DEBIT,  0,   100,   0, DONE,      CB1, '',                  false",
        "PROC, NOT_IN_FILE_YET, CREDIT, 100, 0,    0, REFUSED,   '',  '',                  false",
        "MORE, ADJUSTMENT_NOT_DUE, CREDIT, 100, 0, 0, DONE,      CB1, REVERSE,             false",
        "MORE, ADJUSTMENT_NOT_DUE, CREDIT, 100, 0, 2, REFUSED,   '',  REVERSE,             false",
    })
    void followsTheCoresOwnAnswerRatherThanItsFiles(
            Mark mark,
            String reason,
            String kind,
            long oursFen,
            long theirsFen,
            int evidence,
            CoreWord word,
            String bankRef,
            String remedy,
            boolean byItself) {
        var item = Items.answered(Items.ofCore(mark, reason, kind, oursFen, theirsFen, evidence), word, bankRef);

        assertThat(RemedyRules.fitting(item).stream()
                        .filter(RemedyKind::movesMoney)
                        .map(Enum::name)
                        .collect(Collectors.joining()))
                .isEqualTo(remedy);
        assertThat(RemedyRules.byItself(item, LIMIT).isPresent()).isEqualTo(byItself);
    }

    @Test
    void asksTheCoreForTransfersThatAreOpen() {
        var item = Items.ofCore(Mark.LESS, "NOT_IN_LEDGER", "DEBIT", 0, 100, 1);

        assertThat(RemedyRules.asksTheCore(item)).isTrue();
        assertThat(RemedyRules.asksTheCore(Items.ofPayment(Mark.FANS, true))).isFalse();
    }
}
