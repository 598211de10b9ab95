package cn.jiaozi.gateway;

import static cn.jiaozi.gateway.GatewayIT.assertProblem;
import static cn.jiaozi.gateway.SuiteFixture.LEDGER;
import static cn.jiaozi.gateway.SuiteFixture.MERCHANT;
import static cn.jiaozi.gateway.SuiteFixture.PAYMENT;
import static cn.jiaozi.gateway.SuiteFixture.SERVICES;
import static cn.jiaozi.gateway.SuiteFixture.as;
import static cn.jiaozi.gateway.SuiteFixture.json;
import static cn.jiaozi.gateway.SuiteFixture.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.jiaozi.contracts.Reason;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// Services that are away, slow, broken and back again.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class UpstreamsIT {
    private static final String PAY = "/v1/payments/pay-0001";

    @LocalServerPort
    private int port;

    @Autowired
    private CircuitBreakerRegistry breakers;

    @DynamicPropertySource
    static void suite(DynamicPropertyRegistry registry) {
        SuiteFixture.properties(registry);
    }

    @BeforeEach
    void reset() {
        SuiteFixture.reset();
        breakers.getAllCircuitBreakers().forEach(CircuitBreaker::reset);
        SERVICES.forEach((name, stub) ->
                stub.replies("/v3/api-docs", Stub.Reply.json(200, OpenApiTest.document("/v1/" + name, "{}"))));
    }

    @Test
    void saysThatAServiceIsAway() {
        PAYMENT.down();

        HttpResponse<String> response = pay();

        assertProblem(response, 503, Reason.UPSTREAM_UNAVAILABLE);
        assertThat(response.headers().firstValue("Retry-After")).contains("2");
    }

    @Test
    void saysThatAServiceBrokeOff() {
        PAYMENT.replies(PAY, Stub.Reply.json(0, ""));

        HttpResponse<String> response = pay();

        assertProblem(response, 502, Reason.UPSTREAM_UNAVAILABLE);
        assertThat(response.headers().firstValue("Retry-After")).contains("2");
    }

    @Test
    void saysThatAServiceDidNotAnswerInTime() {
        PAYMENT.replies(PAY, new Stub.Reply(200, "application/json", "{}", Duration.ofSeconds(4)));

        HttpResponse<String> response = pay();

        assertProblem(response, 504, Reason.UPSTREAM_TIMEOUT);
        assertThat(response.headers().firstValue("Retry-After")).contains("2");
    }

    @Test
    void isPatientForAsLongAsTheCallerWouldWait() {
        PAYMENT.replies(PAY, new Stub.Reply(200, "application/json", "{}", Duration.ofSeconds(4)));

        HttpResponse<String> response = send(
                port, "GET", PAY, "", request -> as("CUSTOMER").apply(request).header("Prefer", "wait=2"));

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void stopsAskingAServiceThatFailsAndComesBack() {
        PAYMENT.replies(PAY, Stub.Reply.json(500, "{\"own\":true}"));
        for (int call = 0; call < 10; call++) {
            assertThat(pay().statusCode()).isEqualTo(500);
        }

        assertProblem(pay(), 503, Reason.UPSTREAM_UNAVAILABLE);
        assertThat(PAYMENT.seen).hasSize(10);
        assertThat(metrics())
                .contains("resilience4j_circuitbreaker_state{name=\"payment-service\",state=\"open\"} 1.0");
        assertThat(send(port, "GET", "/v1/invariants", "", as("AUDITOR")).statusCode())
                .isEqualTo(200);

        PAYMENT.reset();
        await().until(() -> pay().statusCode() == 200);
        await().until(() -> pay().statusCode() == 200 && breaker().getState() == CircuitBreaker.State.CLOSED);
    }

    @Test
    void countsRefusalsOfServicesAsAnswers() {
        PAYMENT.replies(PAY, Stub.Reply.json(409, "{}"));
        for (int call = 0; call < 20; call++) {
            assertThat(pay().statusCode()).isEqualTo(409);
        }

        assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    /// See [ReadOn].
    @Test
    void goesOnReadingAConnectionWhoseRequestsCameEarly() throws IOException {
        PAYMENT.replies(PAY, new Stub.Reply(200, "application/json", "{}", Duration.ofMillis(100)));
        String known = request("Authorization: Bearer " + SuiteFixture.token("CUSTOMER") + "\r\n");
        String unknown = request("");
        try (var socket = new Socket("localhost", port)) {
            socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
            var answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            write(socket, known + unknown);
            assertThat(statusOf(answers)).isEqualTo("200");
            assertThat(statusOf(answers)).isEqualTo("401");

            write(socket, known);
            assertThat(statusOf(answers)).isEqualTo("200");
        }
    }

    /// See [Body]: closed at once, the connection would be reset under a caller who still sends.
    @ParameterizedTest
    @CsvSource({"CUSTOMER, 70000, 413", "CUSTOMER, 1048576, 413", "'', 100, 401", "AUDITOR, 100, 403"})
    void answersACallerWhoSendsTheBodyLate(String role, int length, String status) throws IOException {
        String known = role.isEmpty() ? "" : "Authorization: Bearer " + SuiteFixture.token(role) + "\r\n";
        try (var socket = new Socket("localhost", port)) {
            socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
            var answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            write(
                    socket,
                    "PUT " + PAY + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + known
                            + "Content-Length: " + length + "\r\n\r\n");
            assertThat(pay().statusCode()).isEqualTo(200);
            write(socket, "x".repeat(length / 2));
            assertThat(pay().statusCode()).isEqualTo(200);
            write(socket, "x".repeat(length - length / 2));
            assertThat(statusOf(answers)).isEqualTo(status);
        }
    }

    private static String request(String header) {
        return "GET " + PAY + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n";
    }

    private static void write(Socket socket, String requests) throws IOException {
        socket.getOutputStream().write(requests.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /// Reads one whole answer whose length it says.
    private static String statusOf(BufferedReader answers) throws IOException {
        String status = answers.readLine().substring(9, 12);
        int length = 0;
        for (String line = answers.readLine(); !line.isEmpty(); line = answers.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        for (int read = 0; read < length; read++) {
            assertThat(answers.read()).isNotNegative();
        }
        return status;
    }

    @Test
    void publishesOneOpenApiDocument() {
        HttpResponse<String> response = send(port, "GET", "/v3/api-docs", "", request -> request);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).path("paths").propertyNames())
                .containsExactlyInAnyOrder(
                        "/v1/wallet-service", "/v1/payment-service", "/v1/merchant-service", "/v1/ledger-service");
        assertThat(json(response)
                        .at("/components/securitySchemes/bearer/scheme")
                        .asString())
                .isEqualTo("bearer");

        MERCHANT.down();
        assertThat(send(port, "GET", "/openapi.json", "", request -> request).body())
                .isEqualTo(response.body());
    }

    @Test
    void isReadyWhenEveryServiceIs() {
        await().until(() -> health("/readiness").statusCode() == 200);

        LEDGER.down();
        await().until(() -> health("/readiness").statusCode() == 503);
        assertThat(json(health("/readiness"))
                        .at("/components/suite/details/ledger-service")
                        .asString())
                .isEqualTo("DOWN");
        assertThat(health("/liveness").statusCode()).isEqualTo(200);

        LEDGER.up();
        await().until(() -> health("/readiness").statusCode() == 200);
        LEDGER.replies("/actuator/health/readiness", Stub.Reply.json(503, "{\"status\":\"DOWN\"}"));
        await().until(() -> health("/readiness").statusCode() == 503);
    }

    private CircuitBreaker breaker() {
        return breakers.circuitBreaker("payment-service");
    }

    private HttpResponse<String> pay() {
        return send(port, "GET", PAY, "", as("CUSTOMER"));
    }

    private HttpResponse<String> health(String group) {
        return send(port, "GET", "/actuator/health" + group, "", request -> request);
    }

    private String metrics() {
        return send(port, "GET", "/actuator/prometheus", "", request -> request).body();
    }
}
