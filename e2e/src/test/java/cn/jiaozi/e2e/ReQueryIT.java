package cn.jiaozi.e2e;

import static cn.jiaozi.e2e.Town.id;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.local.Suite;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A discrepancy is looked into by asking the core itself. On a suite of its own: days are cut, and an exchange whose
/// answer was lost asks for it by itself only after an hour.
class ReQueryIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static Suite suite;
    private static Town town;

    @BeforeAll
    static void start() {
        suite = Suite.start(Town.options("requery")
                .withEnv("wallet-service", "JIAOZI_CORE_QUERYAFTER", "PT1H")
                .withEnv("wallet-service", "JIAOZI_CORE_QUERYATMOST", "PT1H")
                .withEnv("ledger-service", "JIAOZI_CUT_AHEAD", "2")
                .withJvmFlags("-XX:TieredStopAtLevel=1"));
        town = new Town(suite);
    }

    @AfterAll
    static void stop() {
        town.api.close();
        suite.close();
    }

    @Test
    void theCoresOwnAnswerEndsWhatItsFileAndTheLedgerDisagreeOn() throws IOException, InterruptedException {
        var person = town.classIi("asker", 0);
        String path = "/v1/wallets/" + person.walletId() + "/exchanges/" + id("exchange");
        town.faults(Map.of("loseEvery", 1));
        String exchange = town.api
                .put(person.token(), path, Map.of("kind", "EXCHANGE_IN", "amountFen", 700), 0)
                .text("businessId");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> state(person.token(), path).equals("UNKNOWN"));
        town.noFaults();
        var today = LocalDate.ofInstant(Instant.now(), ZoneId.of("Asia/Shanghai"));

        close(today);
        var item = item(today, exchange);
        assertThat(item.path("mark").asString()).isEqualTo("EANS");
        assertThat(item.path("state").asString()).isEqualTo("OPEN");
        assertThat(state(person.token(), path)).isEqualTo("UNKNOWN");

        var asked = town.api.put(
                town.clerk(),
                "/v1/reconciliation-items/" + item.path("itemId").asString() + "/remedies/" + id("remedy"),
                Map.of("kind", "RE_QUERY", "reason", "What does the core say?"));
        assertThat(asked.status()).as(asked.body().toString()).isEqualTo(201);
        assertThat(asked.text("state")).isEqualTo("DONE");
        assertThat(item(today, exchange).at("/answer/word").asString()).isEqualTo("DONE");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> state(person.token(), path).equals("SUCCEEDED"));
        assertThat(town.balance(person)).isEqualTo(700);
        assertThat(town.core("GET", "/core/v1/accounts/" + Town.accountNo(person.party()), "")
                        .path("balanceFen")
                        .asLong())
                .isEqualTo(1_000_000_000 - 700);

        // The ledger has captured on the day after the cut, where its half is found.
        close(today.plusDays(1));
        var cleared = item(today, exchange);
        assertThat(cleared.path("state").asString()).isEqualTo("CLEARED");
        assertThat(cleared.path("explanation").asString()).isEqualTo("OTHER_DAY");
        assertThat(town.books.differences()).isEmpty();
    }

    /// The day is over at the core and at the ledger, and is reconciled.
    private static void close(LocalDate day) throws IOException, InterruptedException {
        town.core("PUT", "/core/v1/day", Map.of("day", day.plusDays(1).toString()));
        String cut = "/v1/accounting-days/" + day;
        ok(town.api.raw("PUT", town.clerk(), cut + "/cut", "", Map.of("Content-Type", "application/json")));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> town.api.get(town.clerk(), cut).text("state").equals("CLOSED"));
        ok(town.api.raw(
                "PUT",
                town.clerk(),
                "/v1/core-files/" + day + "/" + id("file"),
                fileOf(day),
                Map.of("Content-Type", "text/csv")));
        String run = "/v1/reconciliations/" + day;
        ok(town.api.put(town.clerk(), run, Map.of()));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> town.api.get(town.clerk(), run).text("state").equals("DONE"));
    }

    private static String fileOf(LocalDate day) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(suite.core().resolve("/core/v1/files/" + day))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body();
        }
    }

    private static void ok(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isBetween(200, 299);
    }

    private static String state(String token, String path) {
        return town.api.get(token, path).text("state");
    }

    private static JsonNode item(LocalDate day, String exchange) {
        var items = town.api.get(town.clerk(), "/v1/reconciliations/" + day + "/items");
        return items.body()
                .path("items")
                .valueStream()
                .filter(item -> exchange.endsWith(item.path("key").asString()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(items.body().toString()));
    }
}
