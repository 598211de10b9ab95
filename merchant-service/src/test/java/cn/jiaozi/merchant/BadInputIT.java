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
    private static final String STORES = "/v1/merchants/002000100000018/stores/abcdef";
    private static final String TERMINALS = "/v1/merchants/002000100000018/stores/000001/terminals/abcdef";
    private static final String SALES = "/v1/merchants/002000100000018/sales";

    private final Callers callers;
    private final WebTestClient http;

    BadInputIT(@Autowired WebTestClient http) {
        this.http = http;
        this.callers = new Callers(http);
    }

    private static final String GOOD_REGISTRATION = """
            {"name":"Tea","mcc":"5812","uscc":"91350100M000100Y43","walletId":"0020000000000022","party":"shop-1"}""";
    private static final String GOOD_TERMINAL = """
            {"serialNumber":"SN-0001","kind":"POS","location":"Counter"}""";

    static Stream<Arguments> bodies() {
        return Stream.of(
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
                registration("0020000000000022", "002000000000002", "/walletId"),
                registration("\"0020000000000022\"", "-1", "/walletId"),
                registration("\"0020000000000022\"", "1e19", "/walletId"),
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
                terminal("Counter", "", "/location"));
    }

    private static Arguments registration(String from, String to, String pointer) {
        return Arguments.of(REGISTRATIONS, GOOD_REGISTRATION.replace(from, to), pointer);
    }

    private static Arguments terminal(String from, String to, String pointer) {
        return Arguments.of(TERMINALS, GOOD_TERMINAL.replace(from, to), pointer);
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
        "/v1/merchants/12345678901234, merchantNo",
        "/v1/merchants/1234567890123456, merchantNo",
        "/v1/merchants/12345678901234x, merchantNo",
        "/v1/merchants/12345678901234/stores/abcdef, merchantNo",
        "/v1/merchants/002000100000018/stores/abc, id",
        "/v1/merchants/002000100000018/stores/1/terminals/abcdef, storeNo",
        "/v1/merchants/002000100000018/stores/000001/terminals/abc, id",
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
        "/v1/merchants/002000100000018/sales?cursor=, cursor"
    })
    void namesTheParameterOfABadPath(String path, String parameter) {
        var answer = callers.get(path, "clerk", "OPERATOR");

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

    @ParameterizedTest
    @CsvSource({"text/plain, 415", "application/xml, 415"})
    void refusesOtherContentTypes(String type, int status) {
        for (String path : new String[] {REGISTRATIONS, STORES, TERMINALS}) {
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
    @CsvSource({REGISTRATIONS, STORES, TERMINALS})
    void refusesTooLargeABody(String path) {
        var answer = callers.put(path, "clerk", "OPERATOR", "{\"name\":\"" + "x".repeat(70_000) + "\"}");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text("reason")).isEqualTo("BODY_TOO_LARGE");
    }

    @ParameterizedTest
    @CsvSource({REGISTRATIONS, STORES, TERMINALS, SALES})
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
                .exists();
    }
}
