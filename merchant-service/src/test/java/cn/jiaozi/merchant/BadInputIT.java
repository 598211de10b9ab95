package cn.jiaozi.merchant;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.testkit.TestTokens;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class BadInputIT {
    private static final String REGISTRATIONS = "/v1/merchant-registrations/abcdef";
    private static final String MERCHANT = "/v1/merchants/002000100000018";
    private static final String REVIEWS = MERCHANT + "/reviews/abcdef";
    private static final String SUSPENSION = MERCHANT + "/suspension";
    private static final String REINSTATEMENT = MERCHANT + "/reinstatement";
    private static final String CLOSING = MERCHANT + "/closing";
    private static final String AUDIT = MERCHANT + "/audit-lines";
    private static final String STORES = "/v1/merchants/002000100000018/stores/abcdef";
    private static final String TERMINALS = "/v1/merchants/002000100000018/stores/000001/terminals/abcdef";
    private static final String TERMINAL = "/v1/terminals/00000001";
    private static final String CODES = TERMINAL + "/activation-codes/abcdef";
    private static final String DEACTIVATION = TERMINAL + "/deactivation";
    private static final String CERTIFICATES = TERMINAL + "/certificates/abcdef";
    private static final String ACTIVATIONS = "/v1/terminal-activations/abcdef";
    private static final String PLANS = "/v1/merchants/002000100000018/payout-plans/2030-01-01";
    private static final String PAYOUTS = "/v1/merchants/002000100000018/payouts/abcdef";
    private static final String FEE_PLANS = "/v1/merchants/002000100000018/fee-plans";
    private static final String FEE_PLAN = FEE_PLANS + "/2999-12-31";
    private static final String FEE_PLAN_APPROVAL = FEE_PLAN + "/approval";
    private static final String SALES = "/v1/merchants/002000100000018/sales";

    private final Callers callers;
    private final WebTestClient http;

    BadInputIT(@Autowired WebTestClient http) {
        this.http = http;
        this.callers = new Callers(http);
    }

    private static final String GOOD_REGISTRATION = """
            {"name":"Tea","mcc":"5812","uscc":"91350100M000100Y43","legalRepresentative":"王掌柜",\
            "category":"ENTERPRISE","walletId":"0023000000000029","settlementAccountTail":"0001","party":"shop-1"}""";

    private static final String GOOD_REVIEW = """
            {"decision":"APPROVED","riskGrade":"B"}""";
    private static final String GOOD_TERMINAL = """
            {"serialNumber":"SN-0001","kind":"POS","location":"Counter"}""";

    private static final String GOOD_PLAN = """
            {"schedule":"T1","cutOff":"22:00","keepFen":0}""";

    private static final String GOOD_ACTIVATION = """
            {"terminalId":"00000001","serialNumber":"SN-0001","activationCode":"X837EZHK0GNJ","certificateRequest":"PEM"}""";

    private static final String GOOD_FEE_PLAN = """
            {"rateBp":60,"capFen":2000,"perTransactionFen":10,"refundPolicy":"KEEP"}""";

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of(FEE_PLAN, "", ""),
                Arguments.of(FEE_PLAN, "{}", "/rateBp"),
                feePlan("60", "-1", "/rateBp"),
                feePlan("60", "1001", "/rateBp"),
                feePlan("60", "6.5", "/rateBp"),
                feePlan("60", "\"60\"", "/rateBp"),
                feePlan("60", "99999999999", "/rateBp"),
                feePlan("2000", "0", "/capFen"),
                feePlan("2000", "9", "/capFen"),
                feePlan("2000", "100000001", "/capFen"),
                feePlan("2000", "\"much\"", "/capFen"),
                feePlan("10,", "-1,", "/perTransactionFen"),
                feePlan("10,", "100000001,", "/perTransactionFen"),
                feePlan("10,", "null,", "/perTransactionFen"),
                feePlan("\"KEEP\"", "\"SOMETIMES\"", "/refundPolicy"),
                feePlan("\"KEEP\"", "1", "/refundPolicy"),
                feePlan("\"KEEP\"", "\"KEEP\",\"receiver\":\"0020000000000030\"", "/receiver"),
                Arguments.of(FEE_PLAN_APPROVAL, "{}", "/planId"),
                Arguments.of(FEE_PLAN_APPROVAL, "{\"planId\":\"7\"}", "/planId"),
                Arguments.of(FEE_PLAN_APPROVAL, "{\"planId\":null}", "/planId"),
                Arguments.of(FEE_PLAN + "/rejection", "{\"planId\":\"\"}", "/planId"),
                Arguments.of(REGISTRATIONS, "{", ""),
                Arguments.of(REGISTRATIONS, "", ""),
                Arguments.of(REGISTRATIONS, "[]", ""),
                Arguments.of(REGISTRATIONS, "null", ""),
                Arguments.of(REGISTRATIONS, "{}", "/name"),
                registration("\"name\":\"Tea\",", "", "/name"),
                registration("\"Tea\"", "null", "/name"),
                registration("\"Tea\"", "5", "/name"),
                registration("\"Tea\"", "\"\"", "/name"),
                registration("\"Tea\"", "\"" + "x".repeat(65) + "\"", "/name"),
                registration("\"Tea\"", "\"Tea\",\"extra\":1", "/extra"),
                registration("\"Tea\"", "{\"a\":1}", "/name"),
                registration("\"Tea\"", "\"T\\u0000\"", "/name"),
                registration("\"Tea\"", "\"T\\ud800\"", "/name"),
                registration("5812", "581", "/mcc"),
                registration("5812", "58122", "/mcc"),
                registration("\"5812\"", "5812", "/mcc"),
                registration("91350100M000100Y43", "91350100M000100Y44", "/uscc"),
                registration("91350100M000100Y43", "91350100M000100Y4", "/uscc"),
                registration("5812", "3000", "/mcc"),
                registration("0023000000000029", "002300000000002", "/walletId"),
                registration("0023000000000029", "0023000000000028", "/walletId"),
                registration("0023000000000029", "0020000000000022", "/walletId"),
                registration("0023000000000029", "0013000000000013", "/walletId"),
                registration("\"0023000000000029\"", "-1", "/walletId"),
                registration("\"0023000000000029\"", "1e19", "/walletId"),
                registration("\"name\"", "\"walletClass\":\"CLASS_II\",\"name\"", "/walletClass"),
                registration("\"name\"", "\"walletClass\":\"CLASS_IV\",\"name\"", "/walletClass"),
                registration("\"legalRepresentative\":\"王掌柜\",", "", "/legalRepresentative"),
                registration("王掌柜", "", "/legalRepresentative"),
                registration("ENTERPRISE", "SOLE_PROPRIETOR", "/category"),
                registration("ENTERPRISE", "MICRO", "/category"),
                registration("\"0001\"", "\"001\"", "/settlementAccountTail"),
                registration("\"0001\"", "\"00011\"", "/settlementAccountTail"),
                registration("\"0001\"", "\"000x\"", "/settlementAccountTail"),
                registration("\"settlementAccountTail\":\"0001\",", "", "/settlementAccountTail"),
                registration("\"name\"", "\"licenceNo\":\"110108000000017\",\"name\"", "/licenceNo"),
                registration("\"name\"", "\"licenceNo\":\"11010800000001\",\"name\"", "/licenceNo"),
                registration("\"name\"", "\"licenceNo\":\"91110000600037341L\",\"name\"", "/licenceNo"),
                Arguments.of(REVIEWS, "{", ""),
                Arguments.of(REVIEWS, "{}", "/decision"),
                review("APPROVED", "MAYBE", "/decision"),
                review("\"B\"", "\"E\"", "/riskGrade"),
                review("\"B\"", "\"b\"", "/riskGrade"),
                review("\"B\"", "null", "/riskGrade"),
                review("APPROVED", "REJECTED", "/riskGrade"),
                Arguments.of(REVIEWS, "{\"decision\":\"REJECTED\"}", "/reason"),
                Arguments.of(REVIEWS, "{\"decision\":\"REJECTED\",\"reason\":\"\"}", "/reason"),
                review("\"B\"", "\"B\",\"reason\":\"" + "x".repeat(201) + "\"", "/reason"),
                review("\"B\"", "\"B\",\"kind\":\"REGRADE\",\"reason\":\"x\"", "/decision"),
                review("\"B\"", "\"B\",\"kind\":\"GRADE\"", "/kind"),
                review("\"B\"", "\"B\",\"extra\":1", "/extra"),
                Arguments.of(REVIEWS, "{\"kind\":\"REGRADE\",\"reason\":\"x\"}", "/riskGrade"),
                Arguments.of(REVIEWS, "{\"kind\":\"REGRADE\",\"riskGrade\":\"C\"}", "/reason"),
                Arguments.of(SUSPENSION, "{}", "/reason"),
                Arguments.of(SUSPENSION, "{\"reason\":\"\"}", "/reason"),
                Arguments.of(REINSTATEMENT, "{\"reason\":\"" + "x".repeat(201) + "\"}", "/reason"),
                Arguments.of(CLOSING, "{\"reason\":7}", "/reason"),
                Arguments.of(CLOSING, "{\"reason\":\"over\",\"extra\":1}", "/extra"),
                registration("shop-1", "shop 1", "/party"),
                registration("\"shop-1\"", "\"shop-1\",\"branchCode\":\"\"", "/branchCode"),
                Arguments.of(STORES, "{}", "/name"),
                Arguments.of(STORES, "{\"name\":\"West\",\"address\":\"\"}", "/address"),
                Arguments.of(STORES, "{\"name\":\"West\",\"address\":7}", "/address"),
                Arguments.of(STORES, "{\"name\":\"" + "x".repeat(65) + "\"}", "/name"),
                Arguments.of(STORES, "{\"name\":\"West\",\"extra\":true}", "/extra"),
                Arguments.of(TERMINALS, "{}", "/serialNumber"),
                terminal("SN-0001", "S 1", "/serialNumber"),
                terminal("SN-0001", "x".repeat(33), "/serialNumber"),
                terminal("\"POS\"", "\"FAX\"", "/kind"),
                terminal("\"POS\"", "0", "/kind"),
                terminal("\"POS\"", "null", "/kind"),
                terminal("Counter", "", "/location"),
                terminal("Counter", " ", "/location"),
                terminal("Counter", " Counter", "/location"),
                terminal("Counter", "Counter ", "/location"),
                terminal("Counter", "Counter\\u3000", "/location"),
                terminal("Counter", "x".repeat(201), "/location"),
                plan("\"schedule\":\"T1\",", "", "/schedule"),
                plan("T1", "T2", "/schedule"),
                plan("T1", "WEEKLY", "/dayOfWeek"),
                plan("22:00", "24:00", "/cutOff"),
                plan("22:00", "22:00:00", "/cutOff"),
                plan("T1", "EACH", "/cutOff"),
                plan("\"keepFen\":0", "\"keepFen\":-1", "/keepFen"),
                plan("\"keepFen\":0", "\"keepFen\":1e19", "/keepFen"),
                plan("\"keepFen\":0", "\"minimumFen\":0", "/minimumFen"),
                plan("\"keepFen\":0", "\"times\":[\"8\"]", "/times/0"),
                plan("\"keepFen\":0", "\"extra\":0", "/extra"),
                Arguments.of(PAYOUTS, "{\"atMostFen\":0}", "/atMostFen"),
                Arguments.of(PAYOUTS, "{\"atMostFen\":\"1\"}", "/atMostFen"),
                Arguments.of(PAYOUTS, "{\"extra\":1}", "/extra"),
                Arguments.of(CODES, "{", ""),
                Arguments.of(CODES, "[]", ""),
                Arguments.of(CODES, "{\"extra\":1}", "/extra"),
                Arguments.of(CERTIFICATES, "{", ""),
                Arguments.of(CERTIFICATES, "{\"extra\":1}", "/extra"),
                Arguments.of(DEACTIVATION, "", ""),
                Arguments.of(DEACTIVATION, "{}", "/reason"),
                Arguments.of(DEACTIVATION, "{\"reason\":\"\"}", "/reason"),
                Arguments.of(DEACTIVATION, "{\"reason\":7}", "/reason"),
                Arguments.of(DEACTIVATION, "{\"reason\":\"" + "x".repeat(201) + "\"}", "/reason"),
                Arguments.of(DEACTIVATION, "{\"reason\":\"a\\nb\"}", "/reason"),
                Arguments.of(DEACTIVATION, "{\"reason\":\"stolen\",\"extra\":1}", "/extra"),
                Arguments.of(ACTIVATIONS, "{}", "/terminalId"),
                activation("00000001", "1", "/terminalId"),
                activation("00000001", "0000000x", "/terminalId"),
                activation("\"00000001\"", "1", "/terminalId"),
                activation("SN-0001", "S 1", "/serialNumber"),
                activation("SN-0001", "x".repeat(33), "/serialNumber"),
                activation("X837EZHK0GNJ", "X837EZHK0GN", "/activationCode"),
                activation("X837EZHK0GNJ", "X837EZHK0GNJX", "/activationCode"),
                activation("X837EZHK0GNJ", "X837EZHK0GNU", "/activationCode"),
                activation("\"X837EZHK0GNJ\"", "null", "/activationCode"),
                activation("PEM", "PEM", "/certificateRequest"),
                activation("PEM", "", "/certificateRequest"),
                activation("PEM", "P\\u0000", "/certificateRequest"),
                activation("PEM", "终端", "/certificateRequest"),
                activation("PEM", "x".repeat(4_097), "/certificateRequest"),
                activation("\"PEM\"", "[\"PEM\"]", "/certificateRequest"),
                activation("\"PEM\"", "\"PEM\",\"extra\":1", "/extra"));
    }

    private static Arguments registration(String from, String to, String pointer) {
        return Arguments.of(REGISTRATIONS, GOOD_REGISTRATION.replace(from, to), pointer);
    }

    private static Arguments review(String from, String to, String pointer) {
        return Arguments.of(REVIEWS, GOOD_REVIEW.replace(from, to), pointer);
    }

    private static Arguments plan(String from, String to, String pointer) {
        return Arguments.of(PLANS, GOOD_PLAN.replace(from, to), pointer);
    }

    private static Arguments feePlan(String from, String to, String pointer) {
        return Arguments.of(FEE_PLAN, GOOD_FEE_PLAN.replace(from, to), pointer);
    }

    private static Arguments terminal(String from, String to, String pointer) {
        return Arguments.of(TERMINALS, GOOD_TERMINAL.replace(from, to), pointer);
    }

    private static Arguments activation(String from, String to, String pointer) {
        return Arguments.of(ACTIVATIONS, GOOD_ACTIVATION.replace(from, to), pointer);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void namesTheFieldOfABadBody(String path, String body, String pointer) {
        var answer = callers.put(path, "clerk", "OPERATOR", body);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
        assertThat(answer.text("reason")).isEqualTo("BAD_REQUEST");
        assertThat(answer.pointers()).as(answer.body().toString()).containsExactly(pointer);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/merchant-registrations/short, id",
        "/v1/merchant-registrations/has.a.dot, id",
        "/v1/merchant-registrations/abcdefghijklmnopqrstuvwxyz0123456, id",
        "/v1/merchants?state=OPEN, state",
        "/v1/merchants?state=active, state",
        "/v1/merchants?limit=0, limit",
        "/v1/merchants?limit=201, limit",
        "/v1/merchants?cursor=abc, cursor",
        "/v1/merchants/12345678901234/reviews/abcdef, merchantNo",
        "/v1/merchants/002000100000018/reviews/abc, id",
        "/v1/merchants/12345678901234/audit-lines, merchantNo",
        "/v1/merchants/002000100000018/audit-lines?cursor=abc, cursor",
        "/v1/merchants/002000100000018/audit-lines?limit=0, limit",
        "/v1/audit-lines?cursor=, cursor",
        "/v1/audit-lines?limit=201, limit",
        "/v1/audit-lines?subject=merchant, subject",
        "/v1/merchants/12345678901234, merchantNo",
        "/v1/merchants/1234567890123456, merchantNo",
        "/v1/merchants/12345678901234x, merchantNo",
        "/v1/merchants/12345678901234/stores/abcdef, merchantNo",
        "/v1/merchants/002000100000018/stores/abc, id",
        "/v1/merchants/002000100000018/stores/1/terminals/abcdef, storeNo",
        "/v1/merchants/002000100000018/stores/000001/terminals/abc, id",
        "/v1/terminals/1, terminalId",
        "/v1/terminals/000000010, terminalId",
        "/v1/terminals/0000000x, terminalId",
        "/v1/merchants/12345678901234/fee-plans, merchantNo",
        "/v1/merchants/12345678901234/receivables, merchantNo",
        "/v1/merchants/002000100000018/receivables?bucket=0-31, bucket",
        "/v1/merchants/002000100000018/receivables?limit=201, limit",
        "/v1/receivables?limit=0, limit",
        "/v1/receivables?bucket=, bucket",
        "/v1/receivables?cursor=abc, cursor",
        "/v1/merchants/002000100000018/fee-plans?limit=0, limit",
        "/v1/merchants/002000100000018/fee-plans?limit=201, limit",
        "/v1/merchants/002000100000018/fee-plans?cursor=abc, cursor",
        "/v1/merchants/002000100000018/fee-plans?cursor=, cursor",
        "/v1/merchants/002000100000018/sales?on=yesterday, on",
        "/v1/merchants/002000100000018/sales?on=2026-02-30, on",
        "/v1/merchants/002000100000018/sales?on=99999-01-01, on",
        "/v1/merchants/002000100000018/sales?on=0000-01-01, on",
        "/v1/merchants/002000100000018/sales?on=, on",
        "/v1/merchants/002000100000018/sales?limit=0, limit",
        "/v1/merchants/002000100000018/sales?limit=-1, limit",
        "/v1/merchants/002000100000018/sales?limit=201, limit",
        "/v1/merchants/002000100000018/sales?limit=many, limit",
        "/v1/merchants/002000100000018/sales?limit=99999999999999999999, limit",
        "/v1/merchants/002000100000018/sales?cursor=abc, cursor",
        "/v1/merchants/002000100000018/sales?cursor=, cursor",
        "/v1/merchants/1/sales/payment:0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071/receipt, merchantNo",
        "/v1/merchants/002000100000018/sales/payment:1/receipt, businessId",
        "/v1/merchants/002000100000018/sales/payout:0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071/receipt, businessId",
        "/v1/merchants/1/payouts/abcdef/receipt, merchantNo",
        "/v1/merchants/002000100000018/payouts/abc/receipt, id",
        "/v1/receipt-checks/20261128-0-4711?code=8F3A-1C2D-77AB-90EF-12CD, receiptNo",
        "/v1/receipt-checks/20260230-0-4711-1?code=8F3A-1C2D-77AB-90EF-12CD, receiptNo",
        "/v1/receipt-checks/20261128-0-9999999999999999999-1?code=8F3A-1C2D-77AB-90EF-12CD, receiptNo",
        "/v1/receipt-checks/20261128-0-4711-1, code",
        "/v1/receipt-checks/20261128-0-4711-1?code=8F3A, code",
        "/v1/receipt-checks/20261128-0-4711-1?code=8F3A-1C2D-77AB-90EF-12CG, code"
    })
    void namesTheParameterOfABadPath(String path, String parameter) {
        var answer = callers.get(path, "clerk", "OPERATOR");

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly(parameter);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/merchants/12345678901234/reviews/abcdef, merchantNo, '" + GOOD_REVIEW + "'",
        "/v1/merchants/002000100000018/reviews/abc, id, '" + GOOD_REVIEW + "'",
        "/v1/merchants/1/suspension, merchantNo, '{\"reason\":\"fraud\"}'",
        "/v1/merchants/1/reinstatement, merchantNo, '{\"reason\":\"fraud\"}'",
        "/v1/merchants/1/closing, merchantNo, '{\"reason\":\"fraud\"}'",
        "/v1/merchants/1/fee-plans/2999-12-31, merchantNo, '" + GOOD_FEE_PLAN + "'",
        "/v1/merchants/002000100000018/fee-plans/2999-02-29, effectiveOn, '" + GOOD_FEE_PLAN + "'",
        "/v1/merchants/002000100000018/fee-plans/tomorrow, effectiveOn, '" + GOOD_FEE_PLAN + "'",
        "/v1/merchants/002000100000018/fee-plans/12999-01-01, effectiveOn, '" + GOOD_FEE_PLAN + "'",
        "/v1/terminals/1/activation-codes/abcdef, terminalId, {}",
        "/v1/terminals/00000001/activation-codes/abc, id, {}",
        "/v1/terminals/00000001/activation-codes/abcdefghijklmnopqrstuvwxyz0123456, id, {}",
        "/v1/terminals/1/certificates/abcdef, terminalId, {}",
        "/v1/terminals/00000001/certificates/abc, id, {}",
        "/v1/terminals/1/deactivation, terminalId, '{\"reason\":\"stolen\"}'",
        "/v1/terminal-activations/short, id, '" + GOOD_ACTIVATION + "'"
    })
    void namesTheParameterOfABadAct(String path, String parameter, String body) {
        var answer = callers.put(path, "clerk", "OPERATOR", body);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly(parameter);
    }

    @ParameterizedTest
    @CsvSource({"abc", "wait=-1", "wait=x", "wait=99999999999", "respond-async; wait"})
    void refusesAPreferenceThatItDoesNotKnow(String prefer) {
        http.put()
                .uri(REGISTRATIONS)
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.AUTHORIZATION, TestTokens.of("clerk", "OPERATOR"))
                .header("Prefer", prefer)
                .bodyValue(GOOD_REGISTRATION)
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void refusesToPrintAnythingElseThanAPdf() {
        http.get()
                .uri(SALES + "/payment:0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071/receipt")
                .header(HttpHeaders.AUTHORIZATION, TestTokens.of("clerk", "OPERATOR"))
                .accept(MediaType.TEXT_HTML)
                .exchange()
                .expectStatus()
                .isEqualTo(406);
    }

    @ParameterizedTest
    @CsvSource({"text/plain, 415", "application/xml, 415"})
    void refusesOtherContentTypes(String type, int status) {
        for (String path : new String[] {
            REGISTRATIONS, REVIEWS, SUSPENSION, STORES, TERMINALS, CODES, DEACTIVATION, CERTIFICATES, ACTIVATIONS
        }) {
            http.put()
                    .uri(path)
                    .header(HttpHeaders.CONTENT_TYPE, type)
                    .header(HttpHeaders.AUTHORIZATION, TestTokens.of("clerk", "OPERATOR"))
                    .bodyValue(GOOD_REGISTRATION)
                    .exchange()
                    .expectStatus()
                    .isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource({
        REGISTRATIONS,
        REVIEWS,
        CLOSING,
        STORES,
        TERMINALS,
        DEACTIVATION,
        ACTIVATIONS,
        FEE_PLAN,
        FEE_PLAN_APPROVAL
    })
    void refusesTooLargeABody(String path) {
        var answer = callers.put(path, "clerk", "OPERATOR", "{\"name\":\"" + "x".repeat(70_000) + "\"}");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text("reason")).isEqualTo("BODY_TOO_LARGE");
    }

    @ParameterizedTest
    @CsvSource({
        REGISTRATIONS,
        REVIEWS,
        SUSPENSION,
        AUDIT,
        STORES,
        TERMINALS,
        SALES,
        FEE_PLANS,
        TERMINAL,
        CODES,
        DEACTIVATION,
        CERTIFICATES,
        ACTIVATIONS
    })
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
                .jsonPath("$.paths['/v1/merchant-registrations/{id}'].put")
                .exists()
                .jsonPath("$.paths['/v1/terminal-activations/{id}'].put")
                .exists();
    }
}
