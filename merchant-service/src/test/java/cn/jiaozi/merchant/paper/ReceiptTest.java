package cn.jiaozi.merchant.paper;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.merchant.paper.Receipt.Detail;
import cn.jiaozi.merchant.paper.Receipt.Kind;
import cn.jiaozi.merchant.paper.Receipt.Party;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 28);
    private static final Instant AT = Instant.parse("2026-11-28T01:30:00Z");
    private static final Party PAYER = new Party("—", "****0014", "002");
    private static final Party PAYEE = new Party("茶馆", "0023000000000029", "002");
    private static final List<Detail> DETAILS =
            List.of(new Detail(Label.ORDER, "order-1"), new Detail(Label.GOODS, "茶"));

    private static Receipt aReceipt() {
        return new Receipt(Kind.PAYMENT, DAY, AT, List.of("0-4711-1"), PAYER, PAYEE, 12_30, DETAILS);
    }

    @Test
    void isNumberedByDayAndFirstLeg() {
        assertThat(aReceipt().number()).isEqualTo("20261128-0-4711-1");
    }

    /// As it was when the first receipts were printed: people have them.
    @Test
    void keepsItsCodeForEver() {
        assertThat(aReceipt().code()).isEqualTo("4154-2371-4055-85C7-308D");
    }

    @Test
    void hasAnotherCodeForEverythingThatIsOtherwise() {
        var codes = new HashSet<String>();
        var receipts = List.of(
                aReceipt(),
                new Receipt(Kind.REFUND, DAY, AT, List.of("0-4711-1"), PAYER, PAYEE, 12_30, DETAILS),
                new Receipt(Kind.PAYMENT, DAY.plusDays(1), AT, List.of("0-4711-1"), PAYER, PAYEE, 12_30, DETAILS),
                new Receipt(Kind.PAYMENT, DAY, AT.plusNanos(1), List.of("0-4711-1"), PAYER, PAYEE, 12_30, DETAILS),
                new Receipt(Kind.PAYMENT, DAY, AT, List.of("0-4711-1", "0-4711-2"), PAYER, PAYEE, 12_30, DETAILS),
                new Receipt(Kind.PAYMENT, DAY, AT, List.of("0-4711-1"), PAYEE, PAYER, 12_30, DETAILS),
                new Receipt(Kind.PAYMENT, DAY, AT, List.of("0-4711-1"), PAYER, PAYEE, 12_31, DETAILS),
                new Receipt(Kind.PAYMENT, DAY, AT, List.of("0-4711-1"), PAYER, PAYEE, 12_30, DETAILS.subList(0, 1)),
                withDetail(Label.ORDER, "order-1\n5 GOODS"),
                withDetail(Label.GOODS, "order-1"));
        receipts.forEach(receipt -> codes.add(receipt.code()));

        assertThat(codes).hasSameSizeAs(receipts);
    }

    private static Receipt withDetail(Label label, String value) {
        return new Receipt(
                Kind.PAYMENT, DAY, AT, List.of("0-4711-1"), PAYER, PAYEE, 12_30, List.of(new Detail(label, value)));
    }
}
