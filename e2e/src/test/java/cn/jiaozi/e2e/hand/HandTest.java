package cn.jiaozi.e2e.hand;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.sdk.qr.MerchantQr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class HandTest extends Played {
    private static final String ORDERS = "/v1/merchants/" + MERCHANT + "/orders/";
    private static final String CODE = "0112345678901234567";
    private static final String DYNAMIC = qr(Optional.of(new MerchantQr.Order("order-000001", 1_230)));
    private static final String STATIC = qr(Optional.empty());

    HandTest(@TempDir Path folder) {
        super(folder);
    }

    private static String qr(Optional<MerchantQr.Order> order) {
        return new MerchantQr(
                        MERCHANT,
                        Optional.of("000001"),
                        order,
                        "5812",
                        "Jiaozi Teahouse",
                        "Chengdu",
                        Optional.of("交子茶馆"))
                .text();
    }

    @BeforeEach
    void tellTheGatewayTheCodeOnTheWall() {
        gateway.answers("GET /v1/merchants/" + MERCHANT + "/stores/000001/qr", 200, "{\"text\":\"" + STATIC + "\"}");
    }

    @Test
    void setsATillUpAsMerchantAndAsTerminal() throws IOException {
        setUp("terminal", "setup");

        assertThat(out.toString()).contains("state       ACTIVE", "terminal    00000042");
        assertThat(gateway.asked.stream().filter(asked -> asked.path().startsWith("/v1/terminal-activations/")))
                .singleElement()
                .satisfies(asked -> {
                    assertThat(asked.bearing()).isFalse();
                    assertThat(asked.signed()).isFalse();
                    assertThat(asked.body().path("activationCode").asString()).isEqualTo("ABCD");
                    assertThat(asked.body().path("certificateRequest").asString())
                            .contains("CERTIFICATE REQUEST");
                });
        assertThat(gateway.last().signed()).isTrue();
        assertThat(gateway.last().bearing()).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("till/key.pem"))))
                .isEqualTo("rw-------");
    }

    @Test
    void findsTheTillThatIsThere() {
        setUp("terminal", "setup");
        int before = gateway.asked.size();

        setUp("terminal", "setup");

        assertThat(gateway.asked).hasSize(before + 1);
    }

    @Test
    void makesAnotherTillWhenTheFirstIsDeactivated() throws IOException {
        setUp("terminal", "setup");
        String first = Files.readString(folder.resolve("till/key.pem"));
        gateway.answers("GET /v1/terminals/00000042", 401, Stub.problem("KEY_REVOKED"))
                .answers(
                        "PUT /v1/merchants/" + MERCHANT + "/stores/000001/terminals/",
                        201,
                        "{\"terminalId\":\"00000043\"}")
                .answers("PUT /v1/terminals/00000043/activation-codes/", 201, "{\"activationCode\":\"ABCD\"}")
                .answers("GET /v1/terminals/00000043", 200, "{\"terminalId\":\"00000043\",\"state\":\"ACTIVE\"}");

        setUp("terminal", "setup");

        assertThat(Files.readString(folder.resolve("till/key.pem"))).isNotEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({"0.01, 1", "12.3, 1230", "9999999999.99, 999999999999"})
    void chargesExactly(String yuan, long fen) {
        setUp("terminal", "setup");
        gateway.answers(
                "PUT /v1/payments/",
                201,
                "{\"state\":\"SUCCEEDED\",\"amountFen\":%d,\"refundedFen\":0}".formatted(fen));

        assertThat(run("terminal", "charge", CODE, yuan)).isZero();

        var asked = gateway.last();
        assertThat(asked.body().path("amountFen").asLong()).isEqualTo(fen);
        assertThat(asked.body().path("paymentCode").asString()).isEqualTo(CODE);
        assertThat(asked.path()).endsWith("/" + asked.body().path("orderId").asString());
        assertThat(out.toString())
                .contains("state       SUCCEEDED", "amount      " + Yuan.shown(fen))
                .doesNotContain("refunded");
    }

    @Test
    void saysWhyASaleWasRefused() {
        setUp("terminal", "setup");
        gateway.answers("PUT /v1/payments/", 201, """
                {"state":"FAILED","reason":"WALLET_FROZEN","reasonText":{"en":"The wallet is frozen.","zh":"钱包已冻结"}}""");

        assertThat(run("terminal", "charge", CODE, "1")).isEqualTo(1);
        assertThat(out.toString()).contains("FAILED", "WALLET_FROZEN  The wallet is frozen.  钱包已冻结");
    }

    @Test
    void saysWhatWasNotBegun() {
        setUp("terminal", "setup");
        gateway.answers("PUT " + ORDERS + "order-000001/close", 409, Stub.problem("ORDER_PAID"));

        assertThat(run("terminal", "close", "order-000001")).isEqualTo(1);
        assertThat(out.toString())
                .contains("nothing was begun 未受理 (HTTP 409)", "ORDER_PAID  In English.  中文", "A detail");
    }

    @Test
    void tellsAProgramTheReply() {
        setUp("terminal", "setup");
        gateway.answers("PUT /v1/payments/", 201, "{\"state\":\"FAILED\",\"reason\":\"LIMIT_DAILY\"}");

        assertThat(run("terminal", "charge", CODE, "1", "--json")).isEqualTo(1);
        assertThat(out.toString().strip()).isEqualTo("{\"state\":\"FAILED\",\"reason\":\"LIMIT_DAILY\"}");
    }

    @Test
    void showsAnOrderAsTextAsBlocksAndAsAPicture() {
        setUp("terminal", "setup");
        gateway.answers("PUT " + ORDERS + "order-000001", 201, "{\"state\":\"OPEN\",\"orderId\":\"order-000001\"}")
                .answers("GET " + ORDERS + "order-000001/qr", 200, "{\"text\":\"" + DYNAMIC + "\"}");

        assertThat(run("terminal", "order", "12.30", "--id", "order-000001")).isZero();

        var picture = folder.resolve("till/order-000001.png");
        assertThat(out.toString()).contains(DYNAMIC, "█▀▀▀▀▀█", picture.toString());
        assertThat(Scan.text(picture.toString())).isEqualTo(DYNAMIC);

        run("terminal", "order", "12.30", "--id", "order-000001", "--json");
        var json = new JsonMapper().readTree(out.toString());
        assertThat(json.path("state").asString()).isEqualTo("OPEN");
        assertThat(json.path("qr").asString()).isEqualTo(DYNAMIC);
    }

    @Test
    void knowsNothingOfAnUnfinishedAct() {
        setUp("terminal", "setup");
        gateway.answers("PUT " + ORDERS + "order-000001/reversal", 202, "{\"state\":\"REQUESTED\"}");

        assertThat(run("terminal", "reverse", "order-000001", "12.3")).isEqualTo(3);
        assertThat(out.toString()).contains("REQUESTED");
        assertThat(err.toString()).contains("./jiaozi terminal reverse order-000001 12.30");
    }

    @Test
    void believesNobodyElse() {
        setUp("terminal", "setup");
        gateway.isAnImpostor();
        gateway.answers("PUT /v1/payments/", 201, "{\"state\":\"SUCCEEDED\"}");

        assertThat(run("terminal", "charge", CODE, "1", "--id", "sale-000001")).isEqualTo(3);
        assertThat(out.toString()).doesNotContain("SUCCEEDED");
        assertThat(err.toString())
                .contains("not believed", "./jiaozi terminal show sale-000001", "reverse sale-000001 1.00");
    }

    @Test
    void saysHowToFindOutWhenNoReplyCame() {
        setUp("app", "setup");
        gateway.close();

        assertThat(run("app", "pay", "0020000000000002", "1", "--id", "pay-000001"))
                .isEqualTo(3);
        assertThat(err.toString()).contains("No reply came", "./jiaozi app show pay-000001", "--id pay-000001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "terminal order 0",
                "terminal order 1.001",
                "terminal order 10000000000",
                "terminal order",
                "terminal charge 0112345678901234568 1",
                "terminal show ../../x",
                "terminal setup --merchant 1",
                "terminal setup --curve P384",
                "terminal show order-000001 --name Till",
                "terminal show order-000001 --name another",
                "terminal",
                "app scan no-code",
                "app scan no-file.png",
                "app pay 0020000000000002 1.234",
                ""
            })
    void saysWhatIsWrongWithACommand(String line) {
        setUp("terminal", "setup");
        setUp("app", "setup");
        int before = gateway.asked.size();

        assertThat(run(line.isEmpty() ? new String[0] : line.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString()).isNotBlank().doesNotContain("Exception", "0112345678901234568");
        assertThat(gateway.asked).hasSize(before);
    }

    @Test
    void paysWhatACodeAsksFor() {
        setUp("app", "setup");
        gateway.answers("PUT /v1/payments/", 201, "{\"state\":\"SUCCEEDED\"}");

        assertThat(run("app", "scan", DYNAMIC)).isZero();
        assertThat(gateway.last().body()).isEqualTo(new JsonMapper().readTree("""
                {"payerWalletId":"0020000000000001","merchantNo":"002000100000018","kind":"ORDER",
                 "orderId":"order-000001","amountFen":1230}"""));
        assertThat(gateway.last().signed()).isTrue();

        assertThat(run("app", "scan", STATIC, "--yuan", "0.29")).isZero();
        assertThat(gateway.last().body()).isEqualTo(new JsonMapper().readTree("""
                {"payerWalletId":"0020000000000001","merchantNo":"002000100000018","kind":"STORE",
                 "storeNo":"000001","amountFen":29}"""));
    }

    @Test
    void letsTheCodeSayHowMuchOrThePayer() {
        setUp("app", "setup");

        assertThat(run("app", "scan", DYNAMIC, "--yuan", "1")).isEqualTo(2);
        assertThat(run("app", "scan", STATIC)).isEqualTo(2);
    }

    @Test
    void signsNothingWithATokenAlone() {
        setUp("app", "setup");
        gateway.answers("PUT /v1/payment-codes/", 403, Stub.problem("AUTH_FACTOR_MISSING"));

        assertThat(run("app", "code", "--token-only")).isEqualTo(1);
        assertThat(gateway.last().signed()).isFalse();
        assertThat(gateway.last().headers().getFirst("Authorization")).isEqualTo("Bearer demo-zhang-san/CUSTOMER");

        gateway.answers("PUT /v1/payment-codes/", 201, "{\"state\":\"ISSUED\",\"paymentCode\":\"" + CODE + "\"}");
        assertThat(run("app", "code")).isZero();
        assertThat(gateway.last().signed()).isTrue();
        assertThat(out.toString()).contains("code        " + CODE);
    }

    @Test
    void readsThatAPaymentHasFailed() {
        setUp("app", "setup");
        gateway.answers("GET /v1/payments/pay-000001", 200, "{\"state\":\"FAILED\",\"reason\":\"LIMIT_DAILY\"}");

        assertThat(run("app", "show", "pay-000001")).isZero();
        assertThat(out.toString()).contains("FAILED", "LIMIT_DAILY");
    }

    @Test
    void revokesALostPhoneWithoutIt() {
        setUp("app", "setup");
        gateway.answers("PUT /v1/devices/", 200, "{\"state\":\"REVOKED\"}");

        assertThat(run("app", "revoke")).isZero();
        assertThat(gateway.last().path()).endsWith("/revocation");
        assertThat(gateway.last().signed()).isFalse();
    }

    @Test
    void keepsPhonesApart() {
        setUp("app", "setup");

        assertThat(run("app", "setup", "--as", "demo-li-si")).isEqualTo(2);
        assertThat(err.toString()).contains("demo-zhang-san's");
        assertThat(run("app", "setup", "--as", "somebody", "--name", "other")).isEqualTo(2);
        assertThat(err.toString()).contains("--wallet");
        setUp("app", "setup", "--as", "somebody", "--name", "other", "--wallet", "0020000000000009");
        assertThat(out.toString()).contains("wallet      0020000000000009");
    }
}
