package cn.jiaozi.local.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoreSimulatorTest {
    private static final long OPENED_FEN = 5_000_000;

    @TempDir
    private Path dir;

    private CoreSimulator simulator;
    private Bank bank;

    @BeforeEach
    void start() {
        simulator = CoreSimulator.start(dir, 0, Map.of());
        bank = new Bank(simulator.uri());
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void answersTheSameForTheSameRequestId() {
        var first = bank.debit("request-1", 100);
        var second = bank.debit("request-1", 100);

        assertThat(first.text("state")).isEqualTo("DONE");
        assertThat(second).isEqualTo(first);
        assertThat(bank.query("request-1").body()).isEqualTo(first.body());
        assertThat(bank.balanceFen()).isEqualTo(OPENED_FEN - 100);
    }

    @Test
    void refusesTheSameRequestIdWithOtherContent() {
        bank.debit("request-1", 100);

        assertThat(bank.debit("request-1", 101).status()).isEqualTo(409);
        assertThat(bank.credit("request-1", 100).status()).isEqualTo(409);
        assertThat(bank.balanceFen()).isEqualTo(OPENED_FEN - 100);
    }

    @ParameterizedTest
    @CsvSource({
        "DEBIT,  6222020000000003,  49999, DONE,    ''",
        "DEBIT,  6222020000000003,  50000, DONE,    ''",
        "DEBIT,  6222020000000003,  50001, REFUSED, INSUFFICIENT_FUNDS",
        "CREDIT, 6222020000000003,  50001, DONE,    ''",
        "DEBIT,  6222029999999999,      1, REFUSED, ACCOUNT_FROZEN",
        "CREDIT, 6222029999999999,      1, REFUSED, ACCOUNT_FROZEN",
        "DEBIT,  6222028888888888,      1, REFUSED, CARD_EXPIRED",
        "DEBIT,  6222020000000099,      1, REFUSED, ACCOUNT_NOT_FOUND",
    })
    void decidesByTheAccount(String kind, String accountNo, long amountFen, String state, String reason) {
        var reply = bank.transfer("request-1", kind, accountNo, amountFen);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("state")).isEqualTo(state);
        assertThat(reply.text("reason")).isEqualTo(reason);
        assertThat(bank.transfer("request-1", kind, accountNo, amountFen)).isEqualTo(reply);
    }

    @Test
    void doesNotCallAnUnknownTransferFailed() {
        var reply = bank.query("never-sent");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text("state")).isEqualTo("NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({
        "6222020000000001, 张三, 110101199003070011, 13800000001, true,  ''",
        "6222020000000001, 李四, 110101199003070011, 13800000001, false, NAME_MISMATCH",
        "6222020000000001, 张三, 110101199003070012, 13800000001, false, ID_NO_INVALID",
        "6222020000000001, 张三, 110101199003070011, 13800000002, false, PHONE_MISMATCH",
        "6222020000000099, 张三, 110101199003070011, 13800000001, false, ACCOUNT_NOT_FOUND",
    })
    void verifiesTheHolder(String accountNo, String name, String idNo, String phone, boolean match, String reason) {
        var reply = bank.post("/core/v1/accounts/verify", """
                {"accountNo": "%s", "name": "%s", "idNo": "%s", "phone": "%s"}
                """.formatted(accountNo, name, idNo, phone));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().path("match").asBoolean()).isEqualTo(match);
        assertThat(reply.text("reason")).isEqualTo(reason);
    }

    @Test
    void verifiesAnOrganizationByItsNameAlone() {
        var reply = bank.post("/core/v1/accounts/verify", """
                {"accountNo": "6222021000000001", "name": "交子茶馆有限公司"}
                """);

        assertThat(reply.body().path("match").asBoolean()).isTrue();
    }

    @Test
    void opensAnAccountOnceAndLeavesItsMoney() {
        bank.put("/core/v1/accounts/6222020000000777", "{\"name\": \"钱九\", \"balanceFen\": 1000}");
        bank.transfer("request-1", "DEBIT", "6222020000000777", 400);
        var again = bank.put("/core/v1/accounts/6222020000000777", "{\"name\": \"钱九\", \"balanceFen\": 9999}");

        assertThat(again.number("balanceFen")).isEqualTo(600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "nonsense",
                "{\"kind\": \"DEBIT\", \"accountNo\": \"1\", \"amountFen\": 0, \"walletId\": \"1\"}",
                "{\"kind\": \"DEBIT\", \"accountNo\": \"1\", \"amountFen\": -1, \"walletId\": \"1\"}",
                "{\"kind\": \"STEAL\", \"accountNo\": \"1\", \"amountFen\": 1, \"walletId\": \"1\"}",
            })
    void refusesBadInput(String body) {
        assertThat(bank.put("/core/v1/transfers/request-1", body).status()).isEqualTo(400);
    }

    @Test
    void findsItsBooksAgain() throws Exception {
        bank.debit("request-1", 100);
        bank.credit("request-2", 31);
        bank.credit("request-0", 1);
        bank.sendBack("request-0", "ACCOUNT_CLOSED");
        bank.debit("request-00", 1);
        var books = bank.get("/core/v1/books");
        // The simulator is not closed: what it answered must be on the disk already. A kill in the middle of a write
        // leaves half a line.
        Files.writeString(dir.resolve("core-journal.jsonl"), "{\"booking\":{\"numb", StandardOpenOption.APPEND);

        try (var second = CoreSimulator.start(dir, 0, Map.of())) {
            var bankAgain = new Bank(second.uri());

            assertThat(bankAgain.get("/core/v1/books")).isEqualTo(books);
            assertThat(bankAgain.balanceFen()).isEqualTo(OPENED_FEN - 70);
            assertThat(bankAgain.get("/core/v1/returns")).isEqualTo(bank.get("/core/v1/returns"));
            assertThat(bankAgain.debit("request-1", 100)).isEqualTo(bank.query("request-1"));
            assertThat(bankAgain.debit("request-3", 1).text("state")).isEqualTo("DONE");
        }
        try (var third = CoreSimulator.start(dir, 0, Map.of())) {
            assertThat(new Bank(third.uri()).query("request-3").status()).isEqualTo(200);
        }
    }

    @Test
    void sendsACreditBackOnceAndTakesItFromTheAccount() {
        bank.credit("request-1", 100);
        bank.credit("request-2", 30);

        var returned = bank.sendBack("request-1", "ACCOUNT_CLOSED");
        var again = bank.sendBack("request-1", "ACCOUNT_CLOSED");

        assertThat(returned.status()).isEqualTo(200);
        assertThat(returned.number("number")).isEqualTo(1);
        assertThat(returned.number("amountFen")).isEqualTo(100);
        assertThat(again).isEqualTo(returned);
        assertThat(bank.sendBack("request-1", "NAME_MISMATCH").status()).isEqualTo(409);
        assertThat(bank.query("request-1").text("state")).isEqualTo("DONE");
        assertThat(bank.balanceFen()).isEqualTo(OPENED_FEN + 30);
        var books = bank.get("/core/v1/books");
        assertThat(books.number("returnedFen")).isEqualTo(100);
        assertThat(books.number("debitedFen")).isEqualTo(100);
        assertThat(books.number("sumDepositsFen"))
                .isEqualTo(books.number("openedFen") - books.number("debitedFen") + books.number("creditedFen"));
        assertThat(bank.sendBack("request-2", "ACCOUNT_CLOSED").number("number"))
                .isEqualTo(2);
        assertThat(bank.get("/core/v1/returns?after=0&limit=1").body().path("returns"))
                .hasSize(1);
        assertThat(bank.get("/core/v1/returns?after=1")
                        .body()
                        .path("returns")
                        .path(0)
                        .path("requestId")
                        .asString())
                .isEqualTo("request-2");
        assertThat(bank.get("/core/v1/returns?after=2").body().path("returns")).isEmpty();
    }

    @Test
    void sendsBackOnlyADoneCreditWhoseMoneyIsThere() {
        bank.debit("debit-1", 100);
        bank.transfer("refused-1", "CREDIT", "6222029999999999", 100);
        bank.transfer("spent-1", "CREDIT", "6222020000000004", 100);
        bank.transfer("spent-2", "DEBIT", "6222020000000004", 1);

        assertThat(bank.sendBack("never-sent", "X").status()).isEqualTo(404);
        assertThat(bank.sendBack("debit-1", "X").status()).isEqualTo(409);
        assertThat(bank.sendBack("refused-1", "X").status()).isEqualTo(409);
        assertThat(bank.sendBack("spent-1", "X").status()).isEqualTo(409);
        assertThat(bank.put("/core/v1/transfers/debit-1/return", "{}").status()).isEqualTo(400);
        assertThat(bank.get("/core/v1/returns").body().path("returns")).isEmpty();
    }

    @Test
    void losesEveryFifthReplyAndBooksIt() {
        bank.faults("{\"loseEvery\": 5}");

        var lost = IntStream.rangeClosed(1, 10)
                .filter(i -> {
                    try {
                        bank.debit("request-" + i, 100);
                        return false;
                    } catch (Bank.LostReply _) {
                        return true;
                    }
                })
                .boxed()
                .toList();

        assertThat(lost).containsExactly(5, 10);
        assertThat(bank.query("request-5").text("state")).isEqualTo("DONE");
        assertThat(bank.query("request-10").text("state")).isEqualTo("DONE");
        assertThat(bank.balanceFen()).isEqualTo(OPENED_FEN - 1000);
    }

    @Test
    void failsWithoutBooking() {
        bank.faults("{\"failEvery\": 1}");

        assertThat(bank.debit("request-1", 100).status()).isEqualTo(503);
        assertThat(bank.query("request-1").status()).isEqualTo(404);
        bank.faults("{}");
        assertThat(bank.debit("request-1", 100).text("state")).isEqualTo("DONE");
    }

    @Test
    void answersLateAfterAQueryFoundNothing() {
        bank.faults("{\"lateEvery\": 1, \"lateMs\": 500}");

        assertThat(bank.debit("request-1", 100).status()).isEqualTo(504);
        assertThat(bank.query("request-1").status()).isEqualTo(404);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(bank.query("request-1").text("state")).isEqualTo("DONE"));
        assertThat(bank.balanceFen()).isEqualTo(OPENED_FEN - 100);
    }

    @Test
    void booksALateTransferOnceWhenItIsSentAgain() {
        bank.faults("{\"lateEvery\": 2, \"lateMs\": 300}");
        bank.debit("request-1", 100);
        bank.debit("request-2", 100);

        assertThat(bank.debit("request-1", 100).status()).isIn(200, 504);
        Awaitility.await().untilAsserted(() -> assertThat(bank.balanceFen()).isEqualTo(OPENED_FEN - 200));
        bank.faults("{}");
        assertThat(bank.debit("request-1", 100).text("state")).isEqualTo("DONE");
        assertThat(bank.balanceFen()).isEqualTo(OPENED_FEN - 200);
    }

    @Test
    void isSlow() {
        bank.faults("{\"slowEvery\": 1, \"slowMs\": 300}");
        var start = System.nanoTime();

        assertThat(bank.debit("request-1", 100).text("state")).isEqualTo("DONE");
        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(290));
    }

    @Test
    void isSilentUntilToldOtherwise() {
        bank.faults("{\"silent\": true}");

        assertThatThrownBy(() -> bank.debit("request-1", 100)).isInstanceOf(Bank.LostReply.class);
        assertThatThrownBy(() -> bank.query("request-1")).isInstanceOf(Bank.LostReply.class);
        assertThat(bank.get("/core/v1/books").status()).isEqualTo(200);
        bank.faults("{\"silent\": false}");
        assertThat(bank.query("request-1").status()).isEqualTo(404);
    }

    @Test
    void takesFaultsFromTheEnvironment() {
        var env = Map.of("CORE_LOSE_EVERY", "5", "CORE_SLOW_EVERY", "10", "CORE_SLOW_MS", "700");

        assertThat(Faults.of(env)).isEqualTo(new Faults(5, 10, 700, 0, 0, 1500, false));
    }

    @Test
    void balancesItsBooksUnderLoad() {
        try (var threads = Executors.newFixedThreadPool(16)) {
            IntStream.range(0, 2_000)
                    .forEach(i -> threads.execute(() -> {
                        if (i % 2 == 0) {
                            bank.debit("request-" + i, 10);
                        } else {
                            bank.credit("request-" + i, 3);
                        }
                    }));
        }

        var books = bank.get("/core/v1/books");
        assertThat(books.number("debitedFen")).isEqualTo(10_000);
        assertThat(books.number("creditedFen")).isEqualTo(3_000);
        assertThat(books.number("sumDepositsFen"))
                .isEqualTo(books.number("openedFen") - books.number("debitedFen") + books.number("creditedFen"));
        assertThat(bank.get("/core/v1/transfers?after=1990&limit=100").body().path("transfers"))
                .hasSize(10);
    }
}
