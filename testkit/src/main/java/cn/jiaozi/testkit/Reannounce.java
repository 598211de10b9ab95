package cn.jiaozi.testkit;

import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/// Has the service under test announce again whatever its tables hold.
public final class Reannounce {
    private Reannounce() {}

    public static void everything(WebTestClient http) {
        http.post()
                .uri("/actuator/reannounce")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"since\":\"1970-01-01T00:00:00Z\"}")
                .exchange()
                .expectStatus()
                .isOk();
    }
}
