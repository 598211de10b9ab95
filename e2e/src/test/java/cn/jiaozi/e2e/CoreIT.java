package cn.jiaozi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.e2e.Town.Person;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Ten thousand exchanges with a core that loses every fifth reply and is slow on every tenth call.
class CoreIT {
    private static final Logger log = LoggerFactory.getLogger(CoreIT.class);
    private static final int EXCHANGES = 10_000;
    private static final int TRIES = 5;
    private static final Town town = Town.only();

    @Test
    void theCoresBooksAndTheLedgerAgreeToTheFen() throws InterruptedException {
        var companies = new ArrayList<Person>();
        for (int i = 0; i < 10; i++) {
            companies.add(town.company("exchanger", 1_000_000));
        }
        town.faults(Map.of("loseEvery", 5, "slowEvery", 10, "slowMs", 200));

        var permits = new Semaphore(64);
        var answers = new ConcurrentHashMap<String, String>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < EXCHANGES; i++) {
                int n = i;
                permits.acquire();
                callers.execute(() -> {
                    try {
                        answers.put("core-" + n, asked(companies.get(n % companies.size()), n));
                    } finally {
                        permits.release();
                    }
                });
            }
        }
        assertThat(answers).hasSize(EXCHANGES);
        assertThat(answers).allSatisfy((exchange, answer) -> assertThat(answer).isEqualTo("begun"));
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> town.books
                        .rows("wallet", "select business_id, state from exchange where ended_at is null")
                        .isEmpty());
        town.noFaults();

        assertThat(town.books.rows(
                        "wallet",
                        "select concat_ws(' ', state, reason), count(*) from exchange"
                                + " where exchange_id like 'core-%' group by 1"))
                .isEqualTo(Map.of("SUCCEEDED", String.valueOf(EXCHANGES)));
        assertThat(town.books.differences()).isEmpty();
        assertThat(coresBooks()).isEqualTo(walletsBooks());
        clearingIsWhatTheCoreBooked();
    }

    /// Whoever got no answer, or was told to come again, asks for the same exchange again, as an app does.
    private static String asked(Person company, int n) {
        String path = "/v1/wallets/" + company.walletId() + "/exchanges/core-" + n;
        var wish = Map.of("kind", n % 3 == 0 ? "REDEEM" : "EXCHANGE_IN", "amountFen", 1 + n % 100);
        var last = "";
        for (int i = 0; i < TRIES; i++) {
            try {
                var answer = town.api.put(company.token(), path, wish, 0);
                if (answer.status() < 300) {
                    return "begun";
                }
                last = answer.status() + " " + answer.body();
            } catch (UncheckedIOException e) {
                last = e.toString();
            }
            log.info("{} was answered {}", path, last);
        }
        return last;
    }

    /// By request id: what the core booked.
    private static Map<String, String> coresBooks() {
        var booked = new HashMap<String, String>();
        long after = 0;
        while (true) {
            JsonNode page = town.core("GET", "/core/v1/transfers?limit=1000&after=" + after, "")
                    .path("transfers");
            if (page.isEmpty()) {
                return booked;
            }
            for (JsonNode booking : page) {
                after = booking.path("number").asLong();
                if (booking.path("answer").path("state").asString().equals("DONE")) {
                    JsonNode transfer = booking.path("transfer");
                    booked.put(
                            transfer.path("requestId").asString(),
                            transfer.path("kind").asString()
                                    + transfer.path("amountFen").asLong());
                }
            }
        }
    }

    private static Map<String, String> walletsBooks() {
        return town.books.rows("wallet", """
                select core_request_id, case kind when 'EXCHANGE_IN' then 'DEBIT' else 'CREDIT' end || amount_fen
                from exchange where state = 'SUCCEEDED'
                """);
    }

    private static void clearingIsWhatTheCoreBooked() {
        JsonNode core = town.core("GET", "/core/v1/books", "");
        long owed = core.path("debitedFen").asLong() - core.path("creditedFen").asLong();
        var clearing = town.books.rows(
                "ledger",
                "select 'clearing', sum(debits_posted - credits_posted) from account where subject = 'CORE_CLEARING'");
        assertThat(clearing).containsEntry("clearing", String.valueOf(owed));
    }
}
