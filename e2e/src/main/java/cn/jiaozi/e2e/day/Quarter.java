package cn.jiaozi.e2e.day;

import cn.jiaozi.e2e.Api;
import cn.jiaozi.local.Running;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./jiaozi day play`: a quarter of business days, one after the other, on a suite whose ledger may cut days before
/// they have begun. Sales, refunds after payouts, payouts that come back, fees that change in the middle and holidays;
/// at the end the files of all days are held against each other by a program that shares no code with the suite.
@Command(name = "play", mixinStandardHelpOptions = true)
public final class Quarter implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Running suite;
    private final Night night;
    private final HttpClient http = HttpClient.newHttpClient();

    @Option(names = "--days", defaultValue = "92", description = "how many; default: 92")
    private int days = 92;

    @Option(names = "--seed", defaultValue = "1", description = "of all that is chosen; default: 1")
    private long seed = 1;

    @Option(names = "--out", description = "folder of a folder a day; default: played in the data folder")
    private Optional<Path> out = Optional.empty();

    /// Who brings a day to its end.
    @FunctionalInterface
    interface Night {
        /// @return whether all of it is done
        boolean end(LocalDate date, BusinessDay day) throws IOException, InterruptedException;
    }

    Quarter(Running suite, Night night) {
        this.suite = suite;
        this.night = night;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Quarter(Running.find(), (_, day) -> day.run())).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var dir = out.orElseGet(() -> suite.dir("played"));
        try (var api = new Api(suite.gateway());
                var door = new Door(suite.gateway(), () -> suite.tokens().token("day-run", "OPERATOR"))) {
            var first = openMonday(door);
            String run = "q" + Long.toString(Instant.now().getEpochSecond(), Character.MAX_RADIX);
            call(first);
            var market = new Market(suite, api, run, seed);
            market.agree(first, days);
            var random = new Random(seed);
            for (var day = first; day.isBefore(first.plusDays(days)); day = day.plusDays(1)) {
                market.trade();
                // What is paid out in the night is the next day's, at the core as in the ledger.
                call(day.plusDays(1));
                if (!run(door, day, dir)) {
                    return 1;
                }
                for (String payout : market.paid(day.plusDays(1))) {
                    if (random.nextInt(5) == 0) {
                        sendBack(payout);
                        Awaitility.await().atMost(PATIENCE).until(() -> market.isReturned(payout));
                    }
                }
            }
        }
        return verified(dir);
    }

    private boolean run(Door door, LocalDate day, Path dir) throws IOException, InterruptedException {
        System.out.println(day);
        return night.end(
                day,
                new BusinessDay(
                        door,
                        suite.core(),
                        suite.addresses().shards(),
                        day,
                        day.plusDays(1),
                        dir.resolve(day.toString()),
                        PATIENCE,
                        line -> System.out.println("  " + line)));
    }

    /// The first Monday from today on that is not cut yet: a few days that begin on one have payouts in them. The days
    /// before are cut, and nobody has sold anything on them.
    private LocalDate openMonday(Door door) {
        var day = openDay(door);
        for (; day.getDayOfWeek() != DayOfWeek.MONDAY; day = day.plusDays(1)) {
            var cut = new Cut(door, day, suite.addresses().shards());
            cut.begin();
            Awaitility.await().atMost(PATIENCE).until(() -> cut.look().state() == Progress.State.DONE);
        }
        return day;
    }

    /// The first day from today on that is not cut yet.
    private static LocalDate openDay(Door door) {
        var day = BusinessDay.today();
        while (!door.get("/v1/accounting-days/" + day)
                .body()
                .path("state")
                .asString("OPEN")
                .equals("OPEN")) {
            day = day.plusDays(1);
        }
        return day;
    }

    /// The core lives in the same day as the ledger.
    private void call(LocalDate day) throws IOException, InterruptedException {
        put("/core/v1/day", "{\"day\":\"" + day + "\"}");
    }

    /// The other bank does not know the account any more (退汇).
    private void sendBack(String payout) throws IOException, InterruptedException {
        put(
                "/core/v1/transfers/" + payout.substring(payout.lastIndexOf('/') + 1) + "/return",
                "{\"reason\":\"ACCOUNT_CLOSED\"}");
    }

    private void put(String path, String json) throws IOException, InterruptedException {
        URI at = suite.core().resolve(path);
        var answer = http.send(
                HttpRequest.newBuilder(at)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new Door.Refused(path + " was answered " + answer.statusCode() + " " + answer.body());
        }
    }

    private static int verified(Path dir) throws IOException, InterruptedException {
        var program = Path.of(System.getProperty("jiaozi.root", "."), "docs", "verify_books.py");
        return new ProcessBuilder("python3", program.toString(), dir.toString())
                .inheritIO()
                .start()
                .waitFor();
    }
}
