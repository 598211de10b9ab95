package cn.jiaozi.e2e.hand;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// A card and a till that tap without a network, played with the files between them.
class TapHandTest extends Played {
    private static final String CARD = "/v1/purses/" + TapBank.PURSE;
    private static final String BATCH = "/v1/voucher-batches/batch-000001";
    private static final String SYNC = "/v1/voucher-batches/sync-000001";

    private final TapBank bank = new TapBank();

    TapHandTest(@TempDir Path folder) {
        super(folder);
    }

    @BeforeEach
    void giveOutACardAndCertifyTheTill() {
        setUp("terminal", "setup");
        setUp("app", "setup");
        String activation = gateway.asked.stream()
                .filter(asked -> asked.path().startsWith("/v1/terminal-activations/"))
                .findFirst()
                .orElseThrow()
                .body()
                .path("certificateRequest")
                .asString();
        gateway.answers("PUT /v1/terminals/00000042/certificates/", 201, bank.certified("00000042", activation))
                .answers("GET /v1/offline-certificates", 200, bank.certificates())
                .answers("GET /v1/revocation-list", 200, bank.list())
                .answers(
                        "PUT /v1/purse-issues/",
                        201,
                        body -> bank.issued(body.path("certificateRequest").asString()))
                .answers("GET " + CARD, 200, "{\"challenge\":\"AAAAAAAAAAAAAAAAAAAAAA==\"}")
                .answers("PUT " + CARD + "/loads/", 201, bank.loaded(10_000));
    }

    private void ready() {
        setUp("app", "card", "issue");
        setUp("app", "card", "load", "100");
        setUp("terminal", "tap", "prepare");
    }

    private void play(String... commands) {
        for (String command : commands) {
            setUp(command.split(" ", -1));
        }
    }

    private void refuses(String command, int code, String message) {
        assertThat(run(command.split(" ", -1))).as(out.toString() + err).isEqualTo(code);
        assertThat(err.toString()).contains(message).doesNotContain("Exception");
    }

    @Test
    void tapsWithoutANetworkAndTellsTheBankLater() {
        play("app card issue");
        assertThat(out.toString()).contains("state       ACTIVE", "purse       " + TapBank.PURSE);
        play("app card load 100");
        assertThat(out.toString()).contains("state       LOADED", "on card     ¥100.00");
        play("terminal tap prepare");
        assertThat(out.toString()).contains("state       READY", "list no.    7");
        int before = gateway.asked.size();

        play("terminal tap ask 12.30");
        assertThat(out.toString()).contains("next        ./jiaozi app card pay");
        play("app card pay");
        assertThat(out.toString()).contains("balance     ¥87.70", "unheard     1", "./jiaozi terminal tap take");
        play("terminal tap take");
        assertThat(out.toString()).contains("state       READY", "unsent      1", "¥12.30", "./jiaozi app card done");
        play("app card done");
        assertThat(out.toString()).contains("balance     ¥87.70", "unheard     0", "taps left   19");
        play("terminal tap ask 1", "terminal tap again", "app card pay", "app card pay", "terminal tap take");
        play("app card done", "terminal tap list");
        assertThat(out.toString()).contains("unsent      2", "¥13.30");
        assertThat(gateway.asked).hasSize(before);

        uploads();
        reports();
        syncs();
        unloads();
    }

    private void uploads() {
        announced(BATCH, "{\"state\":\"JUDGING\",\"count\":2,\"sumFen\":1330,\"missing\":[]}");
        play("terminal tap upload --id batch-000001");
        assertThat(out.toString())
                .contains("id          batch-000001", "state       JUDGING", "vouchers    2", "¥13.30");
        assertThat(gateway.last().path()).isEqualTo(BATCH + "/pieces/0");
        play("terminal tap list");
        assertThat(out.toString()).contains("unsent      0");
        refuses("terminal tap upload", 2, "The till holds nothing that the bank has not got.");
    }

    private void reports() {
        gateway.answers("GET " + BATCH, 200, "{\"state\":\"JUDGED\",\"count\":2,\"acceptedFen\":1230}")
                .answers("GET " + BATCH + "/vouchers", 200, """
                        {"vouchers":[{"index":0,"voucherId":"aa","verdict":"ACCEPTED","amountFen":1230,"effect":"PAID"},
                         {"index":1,"verdict":"REPLAY_WRONG_PAYEE","effect":"NONE"},{"index":2,"effect":"WAITING"}]}""");
        play("terminal tap report batch-000001");
        assertThat(out.toString())
                .contains("state       JUDGED", "paid        ¥12.30")
                .containsPattern("1 +ACCEPTED +PAID +¥12\\.30 +aa")
                .containsPattern("2 +REPLAY_WRONG_PAYEE +NONE")
                .containsPattern("3 +WAITING");
        play("terminal tap report batch-000001 --json");
        assertThat(new JsonMapper().readTree(out.toString()).path("vouchers")).hasSize(3);
        assertThat(run("terminal", "tap", "report", "batch-000002")).isEqualTo(1);
        assertThat(out.toString()).contains("nothing was begun 未受理 (HTTP 404)");
    }

    private void syncs() {
        announced(SYNC, bank.synced(2));
        play("app card sync --id sync-000001");
        assertThat(out.toString()).contains("taps left   20", "balance     ¥86.70");
        refuses("app card sync", 2, "The card has paid nothing that the bank has not seen.");
    }

    private void unloads() {
        gateway.answers("PUT " + CARD + "/unloads/", 201, "{\"state\":\"UNLOADED\",\"returnedFen\":8670}");
        play("app card unload");
        assertThat(out.toString()).contains("state       UNLOADED", "returned    ¥86.70");
        assertThat(gateway.last().body().path("closing").asString()).isNotEmpty();
        play("app card show");
        assertThat(out.toString()).contains("state       CLOSED", "balance     ¥0.00");
        play("terminal tap ask 1");
        refuses("app card pay", 1, "The card refuses 卡片拒绝: NO_LOAD");
    }

    /// There is no such batch, and then the whole of it is missing.
    private void announced(String batch, String whole) {
        gateway.answers("PUT " + batch, 201, _ -> {
                    gateway.answers("GET " + batch, 200, "{\"state\":\"RECEIVING\",\"missing\":[0]}");
                    return "{\"state\":\"RECEIVING\"}";
                })
                .answers("PUT " + batch + "/pieces/", 200, _ -> {
                    gateway.answers("GET " + batch, 200, whole);
                    return whole;
                });
    }

    @Test
    void tearsWhereAFileIsLeftLying() {
        ready();
        refuses("app card pay", 2, "Nothing is heard on the air: there is no ");
        refuses("terminal tap take", 2, "Nothing is heard on the air: there is no ");
        play("terminal tap ask 12.30");
        refuses("terminal tap take", 2, "payment");
        refuses("terminal tap ask 1", 1, "The till refuses 终端拒绝: OFFER_OPEN");
        play("app card pay");
        refuses("app card done", 2, "acknowledgement");

        play("app card again", "terminal tap take", "terminal tap take", "app card done");
        refuses("app card again", 2, "Every payment of the card has been acknowledged.");
        refuses("terminal tap again", 1, "The till refuses 终端拒绝: NO_OFFER");
        play("terminal tap list");
        assertThat(out.toString()).contains("unsent      1", "¥12.30");
    }

    @Test
    void takesNothingThatItHasCancelled() {
        ready();
        play("terminal tap ask 12.30", "terminal tap cancel");
        assertThat(out.toString()).contains("state       READY");
        play("app card pay");
        refuses("terminal tap take", 1, "The till refuses 终端拒绝: NO_OFFER");
        play("terminal tap ask 12.30");
        refuses("terminal tap take", 2, "Nothing is heard on the air");
        play("app card again");
        refuses("terminal tap take", 1, "The till refuses 终端拒绝: OTHER_REQUEST");
    }

    @Test
    void asksForThePinWhereTheAmountIsHigh() {
        ready();
        refuses("app card pin 12345", 1, "PIN_INVALID");
        play("app card pin 123456");
        refuses("app card pin 654321", 1, "PIN_REQUIRED");
        refuses("app card pin 654321 --old 111111", 1, "PIN_WRONG");
        play("terminal tap ask 60");
        refuses("app card pay", 1, "The card refuses 卡片拒绝: PIN_REQUIRED");
        refuses("app card pay --pin 111111", 1, "The card refuses 卡片拒绝: PIN_WRONG");
        play("app card pay --pin 123456", "terminal tap take", "app card done");
        assertThat(out.toString()).contains("balance     ¥40.00");
    }

    @Test
    void paysWhileThePhoneIsOff() {
        ready();
        play("terminal tap ask 10", "app card pay --power-off", "terminal tap take", "app card done");
        play("terminal tap ask 1");
        refuses("app card pay --power-off", 1, "OVER_TOTAL_WITHOUT_POWER");
        play("app card pay");
    }

    @Test
    void takesNothingFromARevokedCard() {
        gateway.answers("GET /v1/revocation-list", 200, bank.list(TapBank.PURSE));
        ready();
        play("terminal tap ask 1", "app card pay");

        refuses("terminal tap take", 1, "The till refuses 终端拒绝: REVOKED");
    }

    @Test
    void keepsTheCardThatIsThere() {
        ready();

        refuses("app card issue", 2, "There is a card already, " + TapBank.PURSE);
        play("app card show");
        assertThat(out.toString()).contains("balance     ¥100.00");
    }

    @Test
    void saysWhereTheMoneyIsWhenALoadIsRefused() {
        gateway.answers("PUT " + CARD + "/loads/load-000001", 201, "{\"state\":\"FAILED\",\"reason\":\"LIMIT_DAILY\"}");
        play("app card issue");
        assertThat(run("app", "card", "load", "100", "--id", "load-000001")).isEqualTo(1);
        assertThat(err.toString()).isEmpty();
        play("app card load 100");
        refuses("app card load --id load-000001", 1, "The card has ended its load");
        assertThat(out.toString()).contains("FAILED", "LIMIT_DAILY");
    }

    @ParameterizedTest
    @CsvSource({
        "app card show, There is no card yet; get one: ./jiaozi app card issue",
        "app card load 1, There is no card yet",
        "app card sync, There is no card yet",
        "terminal tap list, The till has no certificate yet: ./jiaozi terminal tap prepare",
        "terminal tap upload, The till holds nothing that the bank has not got",
        "app card load 0, 0.01",
        "terminal tap ask 0, 0.01",
        "terminal tap upload --id short, 6 to 32 characters",
        "terminal tap report, Missing required parameter"
    })
    void saysWhatComesFirst(String command, String message) {
        refuses(command, 2, message);
    }

    @Test
    void saysHowToGoOnWithAnUploadThatBrokeOff() {
        ready();
        play("terminal tap ask 12.30", "app card pay", "terminal tap take");
        gateway.close();

        refuses("terminal tap upload --id batch-000001", 3, "./jiaozi terminal tap upload --id batch-000001");
        refuses("app card sync", 3, "No reply came.");
        play("terminal tap list");
        assertThat(out.toString()).contains("unsent      1");
    }
}
