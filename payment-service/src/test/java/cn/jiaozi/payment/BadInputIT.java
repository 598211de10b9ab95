package cn.jiaozi.payment;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.testkit.TestTokens;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

@ImpatientServiceTest
class BadInputIT {
    private static final String PAYMENTS = "/v1/payments/abcdef";
    private static final String REFUNDS = "/v1/payments/0197a000-0000-7000-8000-000000000001/refunds/abcdef";
    private static final String ORDERS = "/v1/merchants/002000100000018/orders/abcdef";
    private static final String P2P = """
            {"kind":"P2P","payerWalletId":"0020000000000014","payeeWalletId":"0020000000000022","amountFen":1234}""";
    private static final String ORDER = """
            {"kind":"ORDER","payerWalletId":"0020000000000014","merchantNo":"002000100000018","orderId":"order-1",\
            "amountFen":1234}""";
    private static final String NEW_ORDER = """
            {"amountFen":1234,"subject":"Tea"}""";
    private static final String REFUND = """
            {"amountFen":1234}""";

    private final Ring ring;
    private final WebTestClient http;

    BadInputIT(@Autowired WebTestClient http) {
        this.http = http;
        this.ring = new Ring(http);
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                        shapes(PAYMENTS, P2P),
                        shapes(REFUNDS, REFUND),
                        shapes(ORDERS, NEW_ORDER),
                        amounts(PAYMENTS, P2P),
                        amounts(PAYMENTS, ORDER),
                        amounts(REFUNDS, REFUND),
                        amounts(ORDERS, NEW_ORDER),
                        fields())
                .flatMap(cases -> cases);
    }

    private static Stream<Arguments> shapes(String path, String good) {
        return Stream.of(
                Arguments.of(path, "", ""),
                Arguments.of(path, "{", ""),
                Arguments.of(path, "null", ""),
                Arguments.of(path, "[]", ""),
                Arguments.of(path, "7", path.equals(PAYMENTS) ? "/kind" : ""),
                Arguments.of(path, good + "x", ""),
                Arguments.of(path, good.replace("}", ",\"extra\":1}"), "/extra"));
    }

    private static Stream<Arguments> amounts(String path, String good) {
        return Stream.of(
                        "0",
                        "-1",
                        "1.5",
                        "1e19",
                        "1e3",
                        "99999999999999999999",
                        "1000000000000",
                        "9223372036854775807",
                        "\"1234\"",
                        "null",
                        "true",
                        "[1]",
                        "{}")
                .map(amount -> Arguments.of(path, good.replace("1234", amount), "/amountFen"));
    }

    private static Stream<Arguments> fields() {
        return Stream.of(
                Arguments.of(PAYMENTS, P2P.replace("\"kind\":\"P2P\",", ""), "/kind"),
                Arguments.of(PAYMENTS, P2P.replace("\"P2P\"", "\"GIFT\""), "/kind"),
                Arguments.of(PAYMENTS, P2P.replace("\"P2P\"", "1"), "/kind"),
                Arguments.of(PAYMENTS, P2P.replace("\"P2P\"", "null"), "/kind"),
                Arguments.of(PAYMENTS, P2P.replace(",\"amountFen\":1234", ""), "/amountFen"),
                Arguments.of(PAYMENTS, P2P.replace("0020000000000014", "002000000000001"), "/payerWalletId"),
                Arguments.of(PAYMENTS, P2P.replace("\"0020000000000014\"", "20000000000014"), "/payerWalletId"),
                Arguments.of(PAYMENTS, P2P.replace("0020000000000022", ""), "/payeeWalletId"),
                Arguments.of(PAYMENTS, P2P.replace("0020000000000022", "x".repeat(35)), "/payeeWalletId"),
                Arguments.of(PAYMENTS, P2P.replace("}", ",\"payeeOperator\":\"2\"}"), "/payeeOperator"),
                Arguments.of(PAYMENTS, P2P.replace("}", ",\"remark\":\"\"}"), "/remark"),
                Arguments.of(PAYMENTS, P2P.replace("}", ",\"remark\":\"a\\u0000\"}"), "/remark"),
                Arguments.of(PAYMENTS, P2P.replace("}", ",\"remark\":\"" + "x".repeat(101) + "\"}"), "/remark"),
                Arguments.of(PAYMENTS, ORDER.replace("002000100000018", "00200010000001"), "/merchantNo"),
                Arguments.of(PAYMENTS, ORDER.replace("order-1", "order"), "/orderId"),
                Arguments.of(PAYMENTS, ORDER.replace("order-1", "order 1"), "/orderId"),
                Arguments.of(PAYMENTS, ORDER.replace("}", ",\"payeeWalletId\":\"1\"}"), "/payeeWalletId"),
                Arguments.of(REFUNDS, "{}", "/amountFen"),
                Arguments.of(REFUNDS, REFUND.replace("}", ",\"remark\":5}"), "/remark"),
                Arguments.of(ORDERS, "{}", "/amountFen"),
                Arguments.of(ORDERS, "{\"amountFen\":1}", "/subject"),
                Arguments.of(ORDERS, NEW_ORDER.replace("Tea", ""), "/subject"),
                Arguments.of(ORDERS, NEW_ORDER.replace("Tea", "x".repeat(129)), "/subject"),
                Arguments.of(ORDERS, NEW_ORDER.replace("}", ",\"storeNo\":\"1\"}"), "/storeNo"),
                Arguments.of(ORDERS, NEW_ORDER.replace("}", ",\"expireMinutes\":0}"), "/expireMinutes"),
                Arguments.of(ORDERS, NEW_ORDER.replace("}", ",\"expireMinutes\":121}"), "/expireMinutes"),
                Arguments.of(ORDERS, NEW_ORDER.replace("}", ",\"expireMinutes\":-5}"), "/expireMinutes"),
                Arguments.of(ORDERS, NEW_ORDER.replace("}", ",\"expireMinutes\":5.5}"), "/expireMinutes"),
                Arguments.of(ORDERS, NEW_ORDER.replace("}", ",\"expireMinutes\":\"5\"}"), "/expireMinutes"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void namesTheFieldOfABadBody(String path, String body, String pointer) {
        var answer = ring.put(path, "somebody", path.equals(PAYMENTS) ? "CUSTOMER" : "MERCHANT", "", body);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
        assertThat(answer.at("reason")).isEqualTo("BAD_REQUEST");
        assertThat(answer.at("errors").toString()).contains("pointer=" + pointer + ",");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/payments/short, id",
        "/v1/payments/has.a.dot, id",
        "/v1/payments/abcdefghijklmnopqrstuvwxyz0123456, id",
        "/v1/payments/0197A000-0000-7000-8000-000000000001, id",
        "/v1/payments/short/timeline, id",
        "/v1/payments/not-a-uuid/refunds/abcdef, paymentId",
        "/v1/payments/0197a000-0000-7000-8000-000000000001/refunds/abc, id",
        "/v1/merchants/12345678901234/orders/abcdef, merchantNo",
        "/v1/merchants/12345678901234x/orders/abcdef, merchantNo",
        "/v1/merchants/002000100000018/orders/abc, orderId"
    })
    void namesTheParameterOfABadPath(String path, String parameter) {
        var answer = ring.get(path, "somebody", "MERCHANT");

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
        assertThat(answer.at("errors").toString()).contains("pointer=" + parameter + ",");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "wait=-1", "wait=x", "wait=99999999999"})
    void refusesAPreferenceThatItDoesNotKnow(String prefer) {
        assertThat(ring.put(PAYMENTS, "somebody", "CUSTOMER", prefer, P2P).status())
                .isEqualTo(400);
        assertThat(ring.put(REFUNDS, "somebody", "MERCHANT", prefer, REFUND).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {PAYMENTS, REFUNDS, ORDERS})
    void refusesOtherContentTypesAndTooLargeBodies(String path) {
        var role = path.equals(PAYMENTS) ? "CUSTOMER" : "MERCHANT";
        http.put()
                .uri(path)
                .contentType(MediaType.TEXT_PLAIN)
                .header(HttpHeaders.AUTHORIZATION, TestTokens.of("somebody", role))
                .bodyValue(P2P)
                .exchange()
                .expectStatus()
                .isEqualTo(415);
        var answer = ring.put(path, "somebody", role, "", "{\"remark\":\"" + "x".repeat(70_000) + "\"}");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.at("reason")).isEqualTo("BODY_TOO_LARGE");
    }

    @ParameterizedTest
    @ValueSource(strings = {PAYMENTS, REFUNDS, ORDERS, PAYMENTS + "/timeline"})
    void answersNobodyWithoutAToken(String path) {
        http.get().uri(path).exchange().expectStatus().isUnauthorized();
    }

    @Test
    void publishesWhatItAccepts() {
        http.get()
                .uri("/v3/api-docs")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.paths['/v1/payments/{id}'].put")
                .exists();
    }
}
