package cn.jiaozi.payment.payment;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.payment.payment.Intent.OfOrder;
import cn.jiaozi.payment.payment.Intent.PersonToPerson;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class IntentTest {
    private static final PersonToPerson P2P = p2p("1", "2", Optional.of("002"), 5, Optional.of("tea"));
    private static final OfOrder ORDER = new OfOrder("1", "m", "o", 5);

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of(P2P, P2P, ""),
                Arguments.of(P2P, ORDER, "/kind"),
                Arguments.of(P2P, p2p("9", "2", Optional.of("002"), 5, Optional.of("tea")), "/payerWalletId"),
                Arguments.of(P2P, p2p("1", "9", Optional.of("002"), 5, Optional.of("tea")), "/payeeWalletId"),
                Arguments.of(P2P, p2p("1", "2", Optional.of("003"), 5, Optional.of("tea")), "/payeeOperator"),
                Arguments.of(P2P, p2p("1", "2", Optional.of("002"), 6, Optional.of("tea")), "/amountFen"),
                Arguments.of(P2P, p2p("1", "2", Optional.of("002"), 5, Optional.empty()), "/remark"),
                Arguments.of(ORDER, ORDER, ""),
                Arguments.of(ORDER, new OfOrder("9", "m", "o", 5), "/payerWalletId"),
                Arguments.of(ORDER, new OfOrder("1", "n", "o", 5), "/merchantNo"),
                Arguments.of(ORDER, new OfOrder("1", "m", "p", 5), "/orderId"),
                Arguments.of(ORDER, new OfOrder("1", "m", "o", 6), "/amountFen"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void namesTheFieldThatDiffers(Intent one, Intent other, String pointer) {
        assertThat(one.difference(other).orElse("")).isEqualTo(pointer);
        assertThat(other.difference(one).orElse("")).isEqualTo(pointer);
    }

    @ParameterizedTest
    @CsvSource({"'', 002", "002, 002", "003, 003"})
    void takesOurOperatorWhereThePayerNamesNone(String said, String meant) {
        var intent = p2p("1", "2", Optional.of(said).filter(s -> !s.isEmpty()), 5, Optional.empty());

        assertThat(intent.completed("002", code -> "hash of " + code))
                .isEqualTo(p2p("1", "2", Optional.of(meant), 5, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"0, 100, NONE", "1, 100, PARTIALLY_REFUNDED", "99, 100, PARTIALLY_REFUNDED", "100, 100, REFUNDED"})
    void derivesTheStateOfRefunds(long refundedFen, long amountFen, PaymentView.RefundState state) {
        assertThat(PaymentView.refundState(refundedFen, amountFen)).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"0020000000000014, 0020****0014", "12345678, ****", "123456789, 1234****6789"})
    void masksTheWalletForTheMerchant(String walletId, String masked) {
        assertThat(PaymentView.masked(walletId)).isEqualTo(masked);
    }

    private static PersonToPerson p2p(
            String payer, String payee, Optional<String> operator, long amountFen, Optional<String> remark) {
        return new PersonToPerson(payer, payee, operator, amountFen, remark);
    }
}
