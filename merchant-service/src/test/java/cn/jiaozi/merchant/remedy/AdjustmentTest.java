package cn.jiaozi.merchant.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.LedgerRequest.ReverseEntry;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.merchant.reconciliation.Mark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdjustmentTest {
    private static final Adjustment ADJUSTMENT = new Adjustment("002", "0001");
    private static final String ID = "adjustment:a-1";
    private static final String WALLET = "wallet:" + Items.WALLET + ":available";

    @ParameterizedTest
    @CsvSource({
        "LESS, BOOK_MISSING_CREDIT, DEBIT,  0,   100, core:0001:clearing, WALLET,             100, true",
        "LESS, BOOK_MISSING_DEBIT,  CREDIT, 0,   100, WALLET,             core:0001:clearing, 100, false",
        "DIFF, ADJUST_DIFFERENCE,   DEBIT,  100, 130, core:0007:clearing, WALLET,             30,  true",
        "DIFF, ADJUST_DIFFERENCE,   DEBIT,  130, 100, WALLET,             core:0007:clearing, 30,  false",
        "DIFF, ADJUST_DIFFERENCE,   CREDIT, 100, 130, WALLET,             core:0007:clearing, 30,  false",
        "DIFF, ADJUST_DIFFERENCE,   CREDIT, 130, 100, core:0007:clearing, WALLET,             30,  true",
    })
    void movesWhatIsMissingBetweenWalletAndClearing(
            Mark mark,
            RemedyKind kind,
            String direction,
            long oursFen,
            long theirsFen,
            String debit,
            String credit,
            long amountFen,
            boolean mayExceedCap) {
        var item = Items.ofCore(mark, "AMOUNT_DIFFERS", direction, oursFen, theirsFen, 0);

        var asking = ADJUSTMENT.of(item, kind, ID, Items.AT);

        assertThat(asking.walletId()).isEqualTo(Items.WALLET);
        assertThat(asking.request()).isInstanceOfSatisfying(PostEntry.class, post -> {
            assertThat(post.id()).isEqualTo(StepId.first(ID, "adjust"));
            assertThat(post.entry().txType()).isEqualTo(TxType.ADJUSTMENT);
            assertThat(post.entry().legs()).singleElement().satisfies(leg -> {
                assertThat(leg.debit()).isEqualTo(debit.replace("WALLET", WALLET));
                assertThat(leg.credit()).isEqualTo(credit.replace("WALLET", WALLET));
                assertThat(leg.amountFen()).isEqualTo(amountFen);
                assertThat(leg.mayExceedCap()).isEqualTo(mayExceedCap);
            });
        });
    }

    @Test
    void reversesTheEntryOfTheSameAttempt() {
        var item = Items.ofCore(Mark.MORE, "NOT_IN_FILE", "CREDIT", 100, 0, 0);

        assertThat(ADJUSTMENT.of(item, RemedyKind.REVERSE, ID, Items.AT).request())
                .isEqualTo(new ReverseEntry(
                        StepId.first(ID, "adjust"), StepId.first("exchange:r-1", "capture"), Items.AT, Items.AT));
        assertThat(Adjustment.reversal(item, ID, 2, Items.AT).request())
                .isEqualTo(new ReverseEntry(
                        new StepId(ID, "adjust", 2), new StepId("exchange:r-1", "capture", 2), Items.AT, Items.AT));
    }

    @ParameterizedTest
    @CsvSource({"RE_QUERY", "ACCEPT_WITH_REASON"})
    void movesNothingElse(RemedyKind kind) {
        var item = Items.ofCore(Mark.LESS, "NOT_IN_LEDGER", "DEBIT", 0, 100, 0);

        assertThatThrownBy(() -> ADJUSTMENT.of(item, kind, ID, Items.AT)).isInstanceOf(IllegalArgumentException.class);
    }
}
