package cn.jiaozi.merchant.fee;

import static cn.jiaozi.merchant.fee.FeeFixture.AT;
import static cn.jiaozi.merchant.fee.FeeFixture.FEE;
import static cn.jiaozi.merchant.fee.FeeFixture.aFee;
import static cn.jiaozi.merchant.fee.FeeFixture.posted;
import static cn.jiaozi.merchant.fee.FeeFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject;
import cn.jiaozi.contracts.TxType;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FeeTest {
    private static final StepId FIRST = StepId.first(FEE, "post");

    @Test
    void movesFromTheMerchantsWalletToTheIncomeOfItsBranchAndNowhereElse() {
        var entry = aFee().entry("002", AT);

        assertThat(entry.id()).isEqualTo(FIRST);
        assertThat(entry.entry().txType()).isEqualTo(TxType.FEE);
        assertThat(entry.entry().branchCode()).isEqualTo("0001");
        assertThat(entry.entry().legs())
                .containsExactly(new LegSpec("wallet:0020000000000022:available", "core:0001:fee-income", 60, false));
        assertThat(entry.entry().opens())
                .containsExactly(new AccountSpec(
                        "core:0001:fee-income",
                        Subject.FEE_INCOME,
                        "002",
                        "0001",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void comesBackTheOtherWayAndAboveTheCap() {
        var entry = aFee().heard(posted(FIRST))
                .orElseThrow()
                .returned(refund(1, 5_000), 30, AT)
                .entry("002", AT)
                .entry();

        assertThat(entry.txType()).isEqualTo(TxType.FEE_RETURN);
        assertThat(entry.legs())
                .containsExactly(new LegSpec("core:0001:fee-income", "wallet:0020000000000022:available", 30, true));
    }

    @Test
    void hasTheIdOfWhatItBelongsTo() {
        var back = aFee().returned(refund(1, 5_000), 30, AT);

        assertThat(aFee().businessId()).isEqualTo(FEE);
        assertThat(back.businessId()).isEqualTo("fee:0197e3a0-0000-7000-8000-000000000011");
        assertThat(back.saleBusinessId()).isEqualTo("refund:0197e3a0-0000-7000-8000-000000000011");
        assertThat(back.paymentBusinessId()).isEqualTo(FeeFixture.PAYMENT);
    }

    static Stream<Arguments> facts() {
        var asked = aFee();
        var posted = asked.heard(posted(FIRST)).orElseThrow();
        var rejected = asked.heard(rejected(FIRST)).orElseThrow();
        var waiting = asked.returned(refund(1, 5_000), 30, AT);
        var conflicted = new LedgerEvent.Conflicted(FIRST, "amountFen", AT);
        var second = new StepId(FEE, "post", 2);
        return Stream.of(
                Arguments.of(asked, posted(FIRST), Optional.of(FeeState.POSTED)),
                Arguments.of(asked, rejected(FIRST), Optional.of(FeeState.REJECTED)),
                Arguments.of(asked, conflicted, Optional.empty()),
                Arguments.of(asked, posted(second), Optional.empty()),
                Arguments.of(asked, rejected(second), Optional.empty()),
                Arguments.of(posted, posted(FIRST), Optional.empty()),
                Arguments.of(posted, rejected(FIRST), Optional.empty()),
                Arguments.of(rejected, posted(FIRST), Optional.empty()),
                Arguments.of(rejected, rejected(FIRST), Optional.empty()),
                Arguments.of(waiting, posted(waiting.step()), Optional.empty()),
                Arguments.of(waiting, rejected(waiting.step()), Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("facts")
    void endsByTheAnswerToWhatWasAskedLast(Fee before, LedgerEvent answer, Optional<FeeState> after) {
        assertThat(before.heard(answer).map(Fee::state)).isEqualTo(after);
    }

    @Test
    void hasTheDateOfTheLedgersEntryNotOfTheSale() {
        var posted = aFee().heard(posted(FIRST)).orElseThrow();

        assertThat(posted.accountingDate()).contains(FeeFixture.DAY.plusDays(1));
        assertThat(posted.endedAt()).contains(AT);
    }

    @Test
    void waitsWithAReturnUntilTheFeeIsPosted() {
        var fee = aFee();

        assertThat(fee.returned(refund(1, 5_000), 30, AT).state()).isEqualTo(FeeState.WAITING);
        assertThat(fee.heard(rejected(FIRST))
                        .orElseThrow()
                        .returned(refund(1, 5_000), 30, AT)
                        .state())
                .isEqualTo(FeeState.WAITING);
        assertThat(fee.heard(posted(FIRST))
                        .orElseThrow()
                        .returned(refund(1, 5_000), 30, AT)
                        .state())
                .isEqualTo(FeeState.REQUESTED);
    }

    @Test
    void givesBackStepByStepWhatIsDueInSum() {
        var terms = FeeFixture.plan(FeeFixture.DAY, 60).terms();
        var none = new Basis(aFee(), terms, FeeFixture.SALE_FEN, 0, 0);

        var first = none.refunded(refund(1, 83), AT);
        var second = first.basis().refunded(refund(2, 1), AT);
        var last = second.basis().refunded(refund(3, 9_916), AT);
        var tooMuch = last.basis().refunded(refund(4, 1), AT);

        assertThat(first.returned()).isEmpty();
        assertThat(second.returned().map(Fee::amountFen)).contains(1L);
        assertThat(last.returned().map(Fee::amountFen)).contains(59L);
        assertThat(tooMuch.returned()).isEmpty();
        assertThat(tooMuch.basis().refundedFen()).isEqualTo(10_001);
        assertThat(tooMuch.basis().returnedFen()).isEqualTo(60);
    }

    private static LedgerEvent.Rejected rejected(StepId step) {
        return new LedgerEvent.Rejected(step, Reason.INSUFFICIENT_FUNDS, Optional.empty(), AT);
    }
}
