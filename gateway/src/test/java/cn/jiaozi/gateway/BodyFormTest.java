package cn.jiaozi.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class BodyFormTest {
    @ParameterizedTest
    @CsvSource({
        "/v1/voucher-batches/batch-01/pieces/0, PIECE",
        "/v1/voucher-batches/batch-01, JSON",
        "/v1/voucher-batches/batch-01/pieces, JSON",
        "/v1/voucher-batches/batch-01/pieces/0/more, JSON",
        "/v1/payments/pay-0001, JSON",
        "/v1/core-files/2026-11-28/file-01, FILE",
        "/v1/core-files/2026-11-28, JSON",
        "/v1/core-files/2026-11-28/file-01/approval, JSON",
    })
    void knowsPiecesAndFilesByTheirPath(String path, BodyForm form) {
        assertThat(BodyForm.of(MockServerHttpRequest.put(path).build())).isEqualTo(form);
    }
}
