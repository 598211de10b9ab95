package cn.jiaozi.e2e.day;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.e2e.Api;
import cn.jiaozi.local.Options;
import cn.jiaozi.local.Suite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./jiaozi day play` for a week, on real processes, of which merchant-service and wallet-service are killed at
/// random moments of the nights: while days are cut, reconciled and paid out, and while bills are made.
///
/// `-Djiaozi.week.days=N` plays so many days, `-Djiaozi.week.kills=N` kills so often a night, and
/// `-Djiaozi.seed=N` at other moments.
class QuarterIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int DAYS = Integer.getInteger("jiaozi.week.days", 3);
    private static final int KILLS = Integer.getInteger("jiaozi.week.kills", 1);
    private static final long SEED = Long.getLong("jiaozi.seed", 3);
    private static final List<String> MORTAL = List.of("merchant-service", "wallet-service");
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(6);
    private static final int TRIES = 20;

    private final Random random = new Random(SEED);
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> killed = new ArrayList<>();

    @Test
    void aWeekWhoseNightsAreKilledPaysOnceAndAgreesToTheFen() throws IOException {
        Path root = Path.of(System.getProperty("jiaozi.root", ".."))
                .toAbsolutePath()
                .normalize();
        Path data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "week");
        Path played = data.resolve("played").toAbsolutePath();
        var options = Options.of(root, data)
                .withRandomPorts()
                .withoutTraining()
                .withEnv("ledger-service", "JIAOZI_CUT_AHEAD", "1000")
                .withEnv("ledger-service", "JIAOZI_CHECKPOINT_EVERY", "PT1S")
                .withEnv("wallet-service", "JIAOZI_RETURNS_EVERY", "1s");
        try (var suite = Suite.start(options);
                var api = new Api(suite.gateway())) {
            var week = new Quarter(suite.running(), (date, day) -> ended(suite, date, day));

            int code =
                    new CommandLine(week).execute("--days", "" + DAYS, "--seed", "" + SEED, "--out", played.toString());

            // Whatever verify_books.py has found is above.
            assertThat(code).isZero();
            assertThat(killed).hasSize(KILLS * (DAYS - 1));
            var clerk = suite.tokens().token("clerk", "OPERATOR");
            requireEachOnce(suite, api, clerk, days(played));
            requireTheSameAgain(suite, api, clerk, played);
        }
    }

    /// The first night is calm. A step that has lost its service is called again, as a scheduler does.
    private boolean ended(Suite suite, LocalDate date, BusinessDay day) throws IOException, InterruptedException {
        if (date.getDayOfWeek() == DayOfWeek.MONDAY) {
            return day.run();
        }
        var killer = Thread.ofPlatform().start(() -> kill(suite));
        boolean done = false;
        for (int tries = 0; tries < TRIES && (killer.isAlive() || !done); tries++) {
            try {
                done = day.run();
            } catch (Door.Refused refused) {
                done = false;
                System.out.println("  " + refused.getMessage());
                suite.awaitReady();
            }
        }
        killer.join();
        suite.awaitReady();
        return day.run();
    }

    private void kill(Suite suite) {
        for (int n = 0; n < KILLS; n++) {
            LockSupport.parkNanos(random.nextLong(LONGEST_WAIT.toNanos()));
            String name = MORTAL.get(random.nextInt(MORTAL.size()));
            var process = suite.running().process(name).orElseThrow();
            suite.kill(name);
            process.onExit().join();
            killed.add(name);
            System.out.println("  killed " + name);
            suite.awaitReady();
        }
    }

    /// No payout twice for a wallet, day and slot, none missing, and the core has paid what we say that it has.
    private void requireEachOnce(Suite suite, Api api, String clerk, List<LocalDate> days) throws IOException {
        var paid = new TreeMap<String, Long>();
        var slots = new ArrayList<String>();
        int cameBack = 0;
        for (String merchantNo : merchants(api, clerk)) {
            var list = api.get(clerk, "/v1/merchants/" + merchantNo + "/payouts?limit=200");
            for (var payout : list.body().path("payouts")) {
                String state = payout.path("state").asString();
                assertThat(state).as(payout.toString()).isIn("PAID", "RETURNED", "SKIPPED");
                slots.add(merchantNo + " " + payout.path("dueOn").asString() + " "
                        + payout.path("slot").asString()
                        + payout.path("storeNo").asString("").replaceFirst("^.", " of $0"));
                if (!state.equals("SKIPPED")) {
                    paid.put(
                            payout.path("payoutId").asString(),
                            payout.path("amountFen").asLong());
                }
                cameBack += state.equals("RETURNED") ? 1 : 0;
            }
        }
        assertThat(slots).doesNotHaveDuplicates();
        // One of the merchants is paid out every working day; in its first week there is no holiday.
        var nights = days.stream()
                .map(day -> day.plusDays(1))
                .filter(day -> day.getDayOfWeek().getValue() < 6
                        && day.isBefore(days.getFirst().plusDays(9)))
                .toList();
        assertThat(slots.stream().filter(slot -> slot.endsWith(" T1")).map(slot -> slot.substring(16, 26)))
                .containsAll(nights.stream().map(LocalDate::toString).toList());
        // So is its store that has a wallet of its own.
        assertThat(slots.stream().filter(slot -> slot.contains(" T1 of "))).hasSameSizeAs(nights);
        assertThat(credits(suite)).isEqualTo(paid);
        assertThat(paid).isNotEmpty();
        // Each fifth payout, about; PayoutIT has one for certain.
        assertThat(cameBack > 0 || DAYS < 4).isTrue();
    }

    /// What has left the bank: by request, in the core's own books.
    private Map<String, Long> credits(Suite suite) throws IOException {
        var credits = new TreeMap<String, Long>();
        for (var booking :
                get(suite.core().resolve("/core/v1/transfers?limit=1000")).path("transfers")) {
            if (booking.path("transfer").path("kind").asString().equals("CREDIT")
                    && booking.path("answer").path("state").asString().equals("DONE")) {
                credits.put(
                        booking.path("transfer").path("requestId").asString(),
                        booking.path("transfer").path("amountFen").asLong());
            }
        }
        return credits;
    }

    /// Each day is reconciled without a rest, and each file of it comes again as it came first.
    private void requireTheSameAgain(Suite suite, Api api, String clerk, Path played) throws IOException {
        for (var day : days(played)) {
            var run = api.get(clerk, "/v1/reconciliations/" + day).body();
            assertThat(run.path("state").asString()).as(run.toString()).isEqualTo("DONE");
            assertThat(run.path("open").asLong()).as(run.toString()).isZero();
            assertThat(run.path("pairs").valueStream())
                    .allMatch(pair -> pair.path("balanced").asBoolean());
            try (Stream<Path> folders = Files.list(played.resolve(day.toString()))) {
                for (var folder : folders.filter(Files::isDirectory).toList()) {
                    requireTheSameAgain(suite, api, clerk, folder, day);
                }
            }
        }
    }

    /// @param folder named after a merchant, and its store after a dash
    private void requireTheSameAgain(Suite suite, Api api, String clerk, Path folder, LocalDate day)
            throws IOException {
        String owner = folder.getFileName().toString();
        int dash = owner.indexOf('-');
        String bills = "/v1/merchants/" + owner.substring(0, dash < 0 ? owner.length() : dash) + "/bills/" + day;
        String store = dash < 0 ? "" : "store=" + owner.substring(dash + 1);
        var manifest = api.get(clerk, bills + "/manifest?" + store).body();
        assertThat(manifest.path("files")).isNotEmpty();
        for (var file : manifest.path("files")) {
            var kept = Files.readAllBytes(folder.resolve(file.path("fileName").asString()));
            var offer = api.get(clerk, bills + "?kind=" + file.path("kind").asString() + "&" + store);
            assertThat(offer.text("sha256")).as(offer.toString()).isEqualTo(sha256(kept));
            var again = suite.gateway().resolve(offer.text("url"));
            assertThat(got(again)).isEqualTo(new String(kept, StandardCharsets.UTF_8));
        }
    }

    private static List<String> merchants(Api api, String clerk) {
        return api.get(clerk, "/v1/merchants?limit=200")
                .body()
                .path("merchants")
                .valueStream()
                .map(merchant -> merchant.path("merchantNo").asString())
                .toList();
    }

    private static List<LocalDate> days(Path played) throws IOException {
        try (Stream<Path> folders = Files.list(played)) {
            return folders.map(folder -> LocalDate.parse(folder.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    private JsonNode get(URI uri) throws IOException {
        return JSON.readTree(got(uri));
    }

    private String got(URI uri) throws IOException {
        try {
            var answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(uri.toString()).isEqualTo(200);
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
