package cn.jiaozi.local.core;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.sdk.receipt.Hash;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DailyFilesTest {
    private static final String DAY = "2031-03-01";

    @TempDir
    private Path dir;

    private CoreSimulator simulator;
    private Bank bank;

    @BeforeEach
    void start() {
        open();
        call(DAY);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void saysWhatWasBookedAndRefusedOnTheDay() {
        bank.debit("request-1", 100);
        bank.credit("request-2", 30);
        bank.transfer("request-3", "DEBIT", "6222029999999999", 7);
        call("2031-03-02");
        bank.debit("request-4", 5);
        call("2031-03-03");

        var lines = lines(DAY);

        assertThat(lines.getFirst()).isEqualTo("requestId,kind,amountFen,state,bankRef,walletId,bookedAt");
        assertThat(lines.get(1)).startsWith("request-1,DEBIT,100,DONE,CB").contains(",0020000000000014,");
        assertThat(lines.get(2)).startsWith("request-2,CREDIT,30,DONE,");
        assertThat(lines.get(3)).startsWith("request-3,DEBIT,7,REFUSED,");
        assertThat(lines.get(4)).startsWith("END,3,2,100,30,").endsWith(digest(DAY));
        assertThat(lines).hasSize(5);
        assertThat(lines("2031-03-02")).hasSize(3).element(1).asString().startsWith("request-4,");
    }

    @Test
    void comesWhenTheDayIsOver() {
        assertThat(get(DAY).statusCode()).isEqualTo(404);
        call("2031-03-02");

        assertThat(get(DAY).statusCode()).isEqualTo(200);
        assertThat(lines(DAY)).hasSize(2);
        assertThat(get("2031-03-02").statusCode()).isEqualTo(404);
        assertThat(get("31-3-2").statusCode()).isEqualTo(400);
    }

    @Test
    void keepsItsDaysWhenItIsKilled() {
        bank.debit("request-1", 100);
        call("2031-03-02");
        bank.debit("request-2", 200);
        simulator.close();
        open();
        bank.debit("request-3", 300);
        call("2031-03-05");

        assertThat(lines(DAY)).hasSize(3);
        assertThat(lines("2031-03-02")).hasSize(4);
    }

    @Test
    void saysWhatCameBackOnTheDayOnWhichItCame() {
        bank.credit("request-1", 30);
        call("2031-03-02");
        assertThat(bank.put("/core/v1/transfers/request-1/return", "{\"reason\": \"ACCOUNT_CLOSED\"}")
                        .status())
                .isEqualTo(200);
        call("2031-03-03");

        assertThat(lines(DAY)).hasSize(3);
        var second = lines("2031-03-02");
        assertThat(second.get(1)).startsWith("request-1,RETURN,30,DONE,CR");
        assertThat(second.get(2)).startsWith("END,1,1,30,0,");
    }

    @Test
    void goesBackToItsClock() {
        bank.put("/core/v1/day", "{}");
        bank.debit("request-1", 100);

        assertThat(bank.get("/core/v1/day").text("day")).isNotEqualTo(DAY);
        assertThat(lines(DAY, "{}")).isEmpty();
    }

    @Test
    void makesOneDiscrepancyARow() {
        for (int i = 1; i <= 5; i++) {
            bank.debit("request-" + i, 100);
        }
        call("2031-03-02");

        var lines = lines(DAY, """
                {"missingRows": 1, "otherAmounts": 1, "flippedRows": 1, "twiceRows": 1, "extraRows": 1}""");

        assertThat(lines).hasSize(8);
        assertThat(lines.get(1)).startsWith("request-2,DEBIT,101,DONE,");
        assertThat(lines.get(2)).startsWith("request-3,DEBIT,100,REFUSED,");
        assertThat(lines.get(3)).startsWith("request-4,DEBIT,100,DONE,");
        assertThat(lines.get(4)).startsWith("request-4,DEBIT,100,DONE,").isNotEqualTo(lines.get(3));
        assertThat(lines.get(5)).startsWith("request-5,DEBIT,100,DONE,");
        assertThat(lines.get(6)).contains(",DEBIT,100,DONE,CBX");
        assertThat(lines.get(7)).startsWith("END,6,5,501,0,").endsWith(digest(DAY));
    }

    @Test
    void isWrongForOneDayAlone() {
        bank.debit("request-1", 100);
        call("2031-03-02");

        assertThat(lines(DAY, "{\"date\": \"2031-03-02\", \"missingRows\": 1}")).hasSize(3);
        assertThat(lines(DAY, "{\"date\": \"2031-03-01\", \"missingRows\": 1}")).hasSize(2);
    }

    @Test
    void isTheSameFileTwiceUnlessToldOtherwise() {
        bank.debit("request-1", 100);
        call("2031-03-02");

        assertThat(lines(DAY, "{\"otherAmounts\": 1}")).isEqualTo(lines(DAY));
        assertThat(lines(DAY, "{\"otherAmounts\": 1, \"onlyOnce\": true}")).isNotEqualTo(lines(DAY));
        assertThat(lines(DAY).get(1)).startsWith("request-1,DEBIT,100,");
    }

    @Test
    void isMissingOrLate() {
        bank.debit("request-1", 100);
        call("2031-03-03");

        assertThat(lines(DAY, "{\"missing\": true}")).isEmpty();
        assertThat(lines(DAY, "{\"daysLate\": 2}")).isEmpty();
        call("2031-03-04");
        assertThat(lines(DAY)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"truncated\": true}", "{\"altered\": true}"})
    void doesNotFitItsTrailer(String faults) {
        bank.debit("request-1", 100);
        call("2031-03-02");

        var lines = lines(DAY, faults);

        assertThat(lines.getLast()).doesNotEndWith(digest(DAY));
    }

    @Test
    void refusesFaultsThatCannotBe() {
        assertThat(bank.put("/core/v1/file-faults", "{\"missingRows\": -1}").status())
                .isEqualTo(400);
        assertThat(bank.put("/core/v1/file-faults", "{").status()).isEqualTo(400);
        assertThat(bank.put("/core/v1/day", "{\"day\": \"tomorrow\"}").status()).isEqualTo(400);
        assertThat(bank.get("/core/v1/file-faults").number("missingRows")).isZero();
    }

    private void open() {
        simulator = CoreSimulator.start(dir, 0, Map.of());
        bank = new Bank(simulator.uri());
    }

    private void call(String day) {
        assertThat(bank.put("/core/v1/day", "{\"day\": \"" + day + "\"}").text("day"))
                .isEqualTo(day);
    }

    private List<String> lines(String day, String faults) {
        assertThat(bank.put("/core/v1/file-faults", faults).status()).isEqualTo(200);
        return lines(day);
    }

    private List<String> lines(String day) {
        var file = get(day);
        return file.statusCode() == 404 ? List.of() : file.body().lines().toList();
    }

    private String digest(String day) {
        var body = get(day).body();
        int trailer = body.lastIndexOf("END,");
        return trailer < 0
                ? "none"
                : Hash.sm3(body.substring(0, trailer).getBytes(StandardCharsets.UTF_8))
                        .hex();
    }

    private HttpResponse<String> get(String day) {
        try (var client = HttpClient.newHttpClient()) {
            URI uri = simulator.uri().resolve("/core/v1/files/" + day);
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
