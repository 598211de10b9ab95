package cn.jiaozi.merchant.sale;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.contracts.PaymentEvent.LoadSettled;
import cn.jiaozi.contracts.PaymentEvent.PaymentFailed;
import cn.jiaozi.contracts.PaymentEvent.PaymentRequested;
import cn.jiaozi.contracts.PaymentEvent.PaymentSucceeded;
import cn.jiaozi.contracts.PaymentEvent.PurseSuspected;
import cn.jiaozi.contracts.PaymentEvent.RefundFailed;
import cn.jiaozi.contracts.PaymentEvent.RefundRequested;
import cn.jiaozi.contracts.PaymentEvent.RefundSucceeded;
import cn.jiaozi.contracts.PaymentEvent.Seller;
import cn.jiaozi.contracts.PaymentEvent.TerminalSuspected;
import cn.jiaozi.contracts.PaymentEvent.VouchersSettled;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.merchant.page.Cursor;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaleTest {
    private static final Instant AT = Instant.parse("2026-11-23T08:00:00.123456Z");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    private static final String PAYMENT = "payment:" + UUID.randomUUID();
    private static final String VOUCHERS = "vouchers:" + UUID.randomUUID();
    private static final WalletParty PAYER = new WalletParty("0020000000000014", "002");
    private static final WalletParty SHOP = new WalletParty("0020000000000022", "002");
    private static final PaymentEvent.Sale SOLD =
            new PaymentEvent.Sale("002000100000018", Optional.of("000001"), "order-1", "Tea");

    @Test
    void keepsAPaidOrderAsAPositiveLine() {
        var line = Sale.of(paid(Optional.of(SOLD))).orElseThrow();

        assertThat(line.amountFen()).isEqualTo(500);
        assertThat(line.kind()).isEqualTo(Sale.Kind.SALE);
        assertThat(line.payerWalletTail()).isEqualTo("0014");
    }

    @Test
    void keepsARefundAsANegativeLineOfTheOneWhoHadPaid() {
        var line = Sale.of(new RefundSucceeded("refund:1", PAYMENT, SHOP, PAYER, 200, SOLD, DAY, AT))
                .orElseThrow();

        assertThat(line.amountFen()).isEqualTo(-200);
        assertThat(line.kind()).isEqualTo(Sale.Kind.REFUND);
        assertThat(line.payerWalletTail()).isEqualTo("0014");
        assertThat(line.paymentBusinessId()).isEqualTo(PAYMENT);
    }

    @Test
    void keepsWhatATillTookWithoutANetworkAsOneLine() {
        var line = Sale.of(offline(Optional.of(new Seller("00000012", "002000100000018", "000001"))))
                .orElseThrow();

        assertThat(line)
                .isEqualTo(new Sale(
                        VOUCHERS,
                        VOUCHERS,
                        "002000100000018",
                        Optional.of("000001"),
                        VOUCHERS,
                        Sale.Kind.SALE,
                        "0014",
                        "002",
                        4_200,
                        DAY,
                        AT,
                        new Sale.Details(
                                Optional.of("00000012"),
                                Optional.of("TAP_OFFLINE"),
                                Optional.empty(),
                                Optional.of("Offline 双离线"),
                                Optional.empty(),
                                Optional.of(3))));
        var cursor = new Cursor(AT, line.businessId());
        assertThat(Cursor.of(cursor.written(), Cursor.OLDEST)).isEqualTo(cursor);
    }

    private static VouchersSettled offline(Optional<Seller> seller) {
        return new VouchersSettled(VOUCHERS, "P7Q2M4X9K1B6T3D8", 2, PAYER, SHOP, seller, 3, 4_200, 200, DAY, AT);
    }

    static Stream<PaymentEvent> ignored() {
        return Stream.of(
                paid(Optional.empty()),
                offline(Optional.empty()),
                new PurseSuspected("suspicion:P7Q2M4X9K1B6T3D8", "P7Q2M4X9K1B6T3D8", "FORK", "ab", AT),
                new TerminalSuspected("suspicion:00000001", "00000001", 3, AT),
                new LoadSettled("load:P7Q2M4X9K1B6T3D8/2", "P7Q2M4X9K1B6T3D8", 2, AT),
                new PaymentRequested(
                        PAYMENT, TxType.CONSUME, PAYER, SHOP, 500, "alice", Set.of(AuthFactor.DEVICE_KEY), AT, AT),
                new RefundRequested("refund:1", PAYMENT, SHOP, PAYER, 200, "shop", AT, AT),
                new PaymentFailed(PAYMENT, TxType.CONSUME, PAYER, Reason.WALLET_FROZEN, AT),
                new RefundFailed("refund:1", PAYMENT, SHOP, Reason.INSUFFICIENT_FUNDS, AT));
    }

    @ParameterizedTest
    @MethodSource("ignored")
    void keepsNothingThatIsNotASale(PaymentEvent event) {
        assertThat(Sale.of(event)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void givesACursorOnlyWhereMoreFollows(int lines) {
        var sale = Sale.of(paid(Optional.of(SOLD))).orElseThrow();
        var line = SalesDay.Line.of(sale, Optional.of(3L));
        var all = Stream.generate(() -> line).limit(lines).toList();

        var day = SalesDay.of("002000100000018", DAY, new SalesDay.Sums(AT, 3, 1500, 200), all, 2);

        assertThat(day.lines()).hasSize(Math.min(lines, 2));
        assertThat(day.nextCursor().isPresent()).isEqualTo(lines > 2);
        assertThat(day.netFen()).isEqualTo(1300);
    }

    private static PaymentSucceeded paid(Optional<PaymentEvent.Sale> sale) {
        return new PaymentSucceeded(PAYMENT, TxType.CONSUME, PAYER, SHOP, 500, sale, DAY, AT);
    }
}
