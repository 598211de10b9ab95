package cn.jiaozi.e2e.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerRequest;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonRequestsTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final LedgerRequests requests = new LedgerRequests("bench:k123456u", Instant.parse("2026-11-23T01:00:00Z"));
    private final JsonRequests written = new JsonRequests(requests);

    @Test
    void areReadAsTheRequestsThatTheyStandFor() {
        var pair = new Pair(99_999, 7);

        assertThat(read(written.post(0, pair))).isEqualTo(requests.post(0, pair));
        assertThat(read(written.post(9_999_999_999_999_999L, pair)))
                .isEqualTo(requests.post(9_999_999_999_999_999L, pair));
        assertThat(read(written.hold(12, pair))).isEqualTo(requests.hold(12, pair));
        assertThat(read(written.capture(12))).isEqualTo(requests.capture(12));
    }

    @Test
    void openAndFundAccounts() {
        assertThat(read(JsonRequests.write(requests.open(1, 500, 2)))).isEqualTo(requests.open(1, 500, 2));
        assertThat(read(JsonRequests.write(requests.fund(1, 500, 2)))).isEqualTo(requests.fund(1, 500, 2));
    }

    private static LedgerRequest read(byte[] json) {
        return JSON.readValue(json, LedgerRequest.class);
    }
}
