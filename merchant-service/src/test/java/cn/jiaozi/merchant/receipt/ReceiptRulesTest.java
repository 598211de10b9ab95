package cn.jiaozi.merchant.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.PayMode;
import cn.jiaozi.merchant.paper.Label;
import cn.jiaozi.merchant.paper.Receipt;
import cn.jiaozi.merchant.paper.Receipt.Detail;
import cn.jiaozi.merchant.paper.Receipt.Kind;
import cn.jiaozi.merchant.paper.Receipt.Party;
import cn.jiaozi.merchant.payout.PayoutState;
import cn.jiaozi.merchant.receipt.Issue.Given;
import cn.jiaozi.merchant.receipt.Issue.Refused;
import cn.jiaozi.merchant.receipt.Issue.Why;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReceiptRulesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 28);
    private static final Instant AT = Instant.parse("2026-11-28T01:30:00Z");
    private static final String CUSTOMER = "wallet:0020000000000014:available";
    private static final String SHOP = "wallet:0023000000000029:available";
    private static final String BANK = "core:0001:clearing";
    private static final String PAYMENT = "payment:0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071";
    private static final String REFUND = "refund:0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6072";
    private static final String VOUCHERS = "vouchers:0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6073";
    private static final Holder HOLDER = new Holder("茶馆", "0023000000000029", "002");

    private static Sold sold(String businessId, long amountFen, Optional<Long> feeFen, boolean isFeeUnknown) {
        return new Sold(
                businessId,
                PAYMENT,
                businessId.equals(VOUCHERS) ? VOUCHERS : "order-1",
                HOLDER.walletId(),
                Optional.of("000001"),
                Optional.empty(),
                Optional.of(PayMode.PAYMENT_CODE),
                Optional.empty(),
                Optional.of("茶"),
                Optional.of(" "),
                businessId.equals(VOUCHERS) ? Optional.of(3) : Optional.empty(),
                "0014",
                "003",
                amountFen,
                DAY,
                AT,
                feeFen,
                isFeeUnknown);
    }

    private static Sold aSale() {
        return sold(PAYMENT, 12_30, Optional.of(5L), false);
    }

    private static Booked leg(int no, String debit, String credit, long amountFen) {
        return new Booked(0, 4711, no, debit, credit, amountFen, AT);
    }

    private static Receipt given(Issue issue) {
        assertThat(issue).isInstanceOf(Given.class);
        return ((Given) issue).receipt();
    }

    private static Why refused(Issue issue) {
        assertThat(issue).isInstanceOf(Refused.class);
        return ((Refused) issue).why();
    }

    @Test
    void givesAReceiptOfASale() {
        var receipt = given(ReceiptRules.ofSale(aSale(), List.of(leg(1, CUSTOMER, SHOP, 12_30)), HOLDER));

        assertThat(receipt.kind()).isEqualTo(Kind.PAYMENT);
        assertThat(receipt.number()).isEqualTo("20261128-0-4711-1");
        assertThat(receipt.bookedAt()).isEqualTo(AT);
        assertThat(receipt.payer()).isEqualTo(new Party("—", "****0014", "003"));
        assertThat(receipt.payee()).isEqualTo(new Party("茶馆", "0023000000000029", "002"));
        assertThat(receipt.amountFen()).isEqualTo(12_30);
        assertThat(receipt.details())
                .containsExactly(
                        new Detail(Label.ORDER, "order-1"),
                        new Detail(Label.PAY_MODE, "付款码 PAYMENT_CODE"),
                        new Detail(Label.STORE, "000001"),
                        new Detail(Label.FEE, "CNY 0.05"),
                        new Detail(Label.GOODS, "茶"),
                        new Detail(Label.BUSINESS_ID, PAYMENT),
                        new Detail(Label.ENTRIES, "0-4711-1"));
    }

    @Test
    void countsAllLegsOfAnEntry() {
        var legs = List.of(leg(1, CUSTOMER, SHOP, 10_00), leg(2, BANK, SHOP, 2_30));

        var receipt = given(ReceiptRules.ofSale(aSale(), legs, HOLDER));

        assertThat(receipt.entries()).containsExactly("0-4711-1", "0-4711-2");
        assertThat(receipt.details()).contains(new Detail(Label.ENTRIES, "0-4711-1 0-4711-2"));
    }

    @Test
    void turnsThePartiesOfARefundAndNamesItsPayment() {
        var refund = sold(REFUND, -2_30, Optional.of(1L), false);

        var receipt = given(ReceiptRules.ofSale(refund, List.of(leg(1, SHOP, CUSTOMER, 2_30)), HOLDER));

        assertThat(receipt.kind()).isEqualTo(Kind.REFUND);
        assertThat(receipt.payer().name()).isEqualTo("茶馆");
        assertThat(receipt.payee().account()).isEqualTo("****0014");
        assertThat(receipt.amountFen()).isEqualTo(2_30);
        assertThat(receipt.details())
                .contains(new Detail(Label.FEE_RETURNED, "CNY 0.01"), new Detail(Label.ORIGINAL_ID, PAYMENT))
                .doesNotContain(new Detail(Label.FEE, "CNY 0.01"));
    }

    @Test
    void namesNoOrderWhereNobodyHasOrdered() {
        var offline = sold(VOUCHERS, 42_00, Optional.empty(), false);

        var receipt = given(ReceiptRules.ofSale(offline, List.of(leg(1, CUSTOMER, SHOP, 42_00)), HOLDER));

        assertThat(receipt.kind()).isEqualTo(Kind.OFFLINE_PAYMENT);
        assertThat(receipt.details())
                .contains(new Detail(Label.VOUCHERS, "3"))
                .extracting(Detail::label)
                .doesNotContain(Label.ORDER, Label.FEE);
    }

    @Test
    void givesNoneOfWhatTheLedgerHasNotTold() {
        assertThat(refused(ReceiptRules.ofSale(aSale(), List.of(), HOLDER))).isEqualTo(Why.NOT_BOOKED_YET);
    }

    @Test
    void givesNoneOfARefundWhoseFeeIsNotKnown() {
        var refund = sold(REFUND, -2_30, Optional.empty(), true);

        assertThat(refused(ReceiptRules.ofSale(refund, List.of(leg(1, SHOP, CUSTOMER, 2_30)), HOLDER)))
                .isEqualTo(Why.NOT_BOOKED_YET);
    }

    @Test
    void givesNoneOfWhatContradictsTheLedger() {
        assertThat(refused(ReceiptRules.ofSale(aSale(), List.of(leg(1, CUSTOMER, SHOP, 12_31)), HOLDER)))
                .isEqualTo(Why.DOES_NOT_ADD_UP);
        assertThat(refused(ReceiptRules.ofSale(aSale(), List.of(leg(1, CUSTOMER, "suspense:0001", 12_30)), HOLDER)))
                .isEqualTo(Why.DOES_NOT_ADD_UP);
    }

    private static PaidOut payout(PayoutState state) {
        boolean isPaid = state == PayoutState.PAID || state == PayoutState.RETURNED;
        return new PaidOut(
                "0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6074",
                "0023000000000029",
                "0001",
                state,
                Optional.of(100_00L),
                isPaid ? Optional.of(DAY) : Optional.empty(),
                state == PayoutState.RETURNED ? Optional.of(DAY.plusDays(2)) : Optional.empty(),
                isPaid ? Optional.of("B2026112800001") : Optional.empty(),
                isPaid ? Optional.of(AT) : Optional.empty(),
                Optional.empty());
    }

    private static final List<Booked> PAID = List.of(leg(1, SHOP, BANK, 100_00));
    private static final List<Booked> BACK = List.of(new Booked(0, 4800, 1, BANK, SHOP, 100_00, AT.plusSeconds(1)));

    @Test
    void givesAReceiptOfAPayoutThatWasPaid() {
        var receipt = given(ReceiptRules.ofPayout(payout(PayoutState.PAID), PAID, List.of(), HOLDER));

        assertThat(receipt.kind()).isEqualTo(Kind.PAYOUT);
        assertThat(receipt.number()).isEqualTo("20261128-0-4711-1");
        assertThat(receipt.payer().account()).isEqualTo("0023000000000029");
        assertThat(receipt.payee()).isEqualTo(new Party("茶馆", "****0001", "002"));
        assertThat(receipt.details())
                .containsExactly(
                        new Detail(Label.BANK_REFERENCE, "B2026112800001"),
                        new Detail(Label.BUSINESS_ID, "payout:0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6074"),
                        new Detail(Label.ENTRIES, "0-4711-1"));
    }

    @Test
    void givesAReceiptOfTheReturnOnceThePayoutCameBack() {
        var receipt = given(ReceiptRules.ofPayout(payout(PayoutState.RETURNED), PAID, BACK, HOLDER));

        assertThat(receipt.kind()).isEqualTo(Kind.PAYOUT_RETURN);
        assertThat(receipt.number()).isEqualTo("20261130-0-4800-1");
        assertThat(receipt.payer().account()).isEqualTo("****0001");
        assertThat(receipt.payee().account()).isEqualTo("0023000000000029");
        assertThat(receipt.details()).contains(new Detail(Label.ORIGINAL_RECEIPT, "20261128-0-4711-1"));
    }

    @Test
    void knowsTheReceiptOfAPayoutThatCameBackLater() {
        var before = given(ReceiptRules.ofPayout(payout(PayoutState.PAID), PAID, List.of(), HOLDER));

        assertThat(given(ReceiptRules.payout(payout(PayoutState.RETURNED), PAID, HOLDER)))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "PLANNED, NOT_BOOKED_YET",
        "DEBITED, NOT_BOOKED_YET",
        "SENT, NOT_BOOKED_YET",
        "UNKNOWN, NOT_BOOKED_YET",
        "SKIPPED, NEVER_BOOKED",
        "REFUSED, NEVER_BOOKED",
        "PAID, NOT_BOOKED_YET",
        "RETURNED, NOT_BOOKED_YET",
    })
    void givesNoneOfAPayoutWithoutLegs(PayoutState state, Why why) {
        assertThat(refused(ReceiptRules.ofPayout(payout(state), List.of(), List.of(), HOLDER)))
                .isEqualTo(why);
    }

    @ParameterizedTest
    @EnumSource(names = {"PAID", "RETURNED"})
    void givesNoneOfAPayoutThatContradictsTheLedger(PayoutState state) {
        var other = List.of(leg(1, SHOP, BANK, 99_00));

        assertThat(refused(ReceiptRules.ofPayout(payout(state), other, other, HOLDER)))
                .isEqualTo(Why.DOES_NOT_ADD_UP);
    }
}
