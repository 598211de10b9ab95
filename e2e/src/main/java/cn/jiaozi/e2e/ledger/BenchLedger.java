package cn.jiaozi.e2e.ledger;

import cn.jiaozi.e2e.Cpu;
import cn.jiaozi.e2e.Median;
import cn.jiaozi.e2e.Servers;
import cn.jiaozi.local.LogLevels;
import cn.jiaozi.local.Options;
import cn.jiaozi.local.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `./jiaozi bench ledger`: entries a second through the ledger, one a record from Kafka to Kafka, and by its engine
/// alone; beside them, in alternating windows of the same run on the same server, SQL that was written by hand. It has
/// a suite of its own, of PostgreSQL, Kafka and ledger-service, which begins with nothing.
@Command(name = "ledger", mixinStandardHelpOptions = true)
public final class BenchLedger implements Callable<Integer> {
    private static final String SERVICE = "ledger-service";
    private static final int ACCOUNTS = 100_000;
    private static final int CHUNK = 500;
    private static final Duration TRY = Duration.ofSeconds(3);

    private final Path root;
    private final String run = "%06d".formatted(ThreadLocalRandom.current().nextInt(1_000_000));
    private final Map<Workload, Row> rows = new EnumMap<>(Workload.class);

    @Option(names = "--seconds", defaultValue = "10", description = "of one window; default: 10")
    private int seconds = 10;

    @Option(names = "--rounds", defaultValue = "3", description = "windows of each kind; default: 3")
    private int rounds = 3;

    @Option(
            names = "--workloads",
            split = ",",
            converter = WorkloadWord.class,
            defaultValue = "uniform,zipf,hot,holds",
            description = "default: uniform,zipf,hot,holds")
    private List<Workload> workloads = List.of(Workload.values());

    @Option(names = "--batch", defaultValue = "500", description = "entries a batch of the engine; default: 500")
    private int batch = 500;

    @Option(
            names = "--in-flight",
            defaultValue = "4000",
            description = "requests without an outcome at most; default: 4000")
    private int inFlight = 4000;

    @Option(names = "--warm-up", defaultValue = "15", description = "seconds before the first window; default: 15")
    private int warmUp = 15;

    @Option(
            names = "--soak",
            paramLabel = "<rate>",
            defaultValue = "0",
            description = "entries a second through Kafka, for --minutes, instead of all else")
    private int soak;

    @Option(names = "--minutes", defaultValue = "10", description = "of --soak; default: 10")
    private int minutes = 10;

    @Option(names = "--day-cut", description = "what cutting and closing a day costs the load, instead of all else")
    private boolean dayCut;

    @Option(
            names = "--accounts",
            defaultValue = "0",
            description = "accounts in the tables beforehand, besides those that are measured on; default: none")
    private int preloaded;

    @Option(
            names = "--history",
            defaultValue = "0",
            description = "transfers in the tables beforehand, between the accounts of --accounts; default: none")
    private long history;

    @Option(names = "--spread", description = "measure on accounts that are spread among those of --accounts")
    private boolean spread;

    private static final class WorkloadWord implements CommandLine.ITypeConverter<Workload> {
        @Override
        public Workload convert(String word) {
            return Stream.of(Workload.values())
                    .filter(workload -> workload.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new CommandLine.TypeConversionException(word + " is no workload"));
        }
    }

    BenchLedger(Path root) {
        this.root = root;
    }

    public static void main(String[] args) {
        LogLevels.quiet();
        var root = Path.of(System.getProperty("jiaozi.root", "."));
        System.exit(new CommandLine(new BenchLedger(root)).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        var data = root.resolve(".jiaozi").resolve("bench-ledger");
        Servers.delete(data);
        var options = Options.of(root, data).withRandomPorts().withoutTraining().onlyLedger();
        var figures = "";
        try (var suite = Suite.start(options)) {
            mustBeDurable(suite);
            if (preloaded > 0 || history > 0 || spread) {
                preload(suite);
            }
            figures = soak > 0
                    ? soak(suite)
                    : dayCut
                            ? dayCut(suite)
                            : measure(suite, data.resolve("logs").resolve("engine.log"));
            mustAddUp(suite);
        }
        Servers.delete(data);
        System.out.println(figures);
        return 0;
    }

    private String measure(Suite suite, Path engineLog) throws SQLException, IOException, InterruptedException {
        try (var traffic = new Traffic(suite.kafka(), noun("k"))) {
            openAccounts(traffic);
            throughKafka(suite, traffic);
        }
        suite.stop(SERVICE);
        engine(suite, engineLog);
        System.out.println();
        System.out.println(Row.heading());
        rows.forEach((workload, row) -> System.out.println(row.line(workload)));
        return line(rows, settings());
    }

    /// For programs.
    static String line(Map<Workload, Row> rows, Map<String, Object> settings) {
        var figures = new LinkedHashMap<String, Object>();
        rows.forEach((workload, row) -> figures.put(workload.word(), row.figures()));
        figures.put("settings", settings);
        return new JsonMapper().writeValueAsString(figures);
    }

    private Map<String, Object> settings() {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("accounts", ACCOUNTS);
        settings.put("preloadedAccounts", preloaded);
        settings.put("preloadedTransfers", history);
        settings.put("spread", spread);
        settings.put("windowSeconds", seconds);
        settings.put("rounds", rounds);
        settings.put("engineBatch", batch);
        settings.put("inFlight", inFlight);
        settings.put("warmUpSeconds", warmUp);
        settings.put("baselineBatch", ByHand.BATCH);
        settings.put("zipfExponent", Workload.EXPONENT);
        settings.put("hotPayers", Workload.HOT_PAYERS);
        settings.put("fsync", true);
        settings.put("synchronousCommit", true);
        settings.put("acks", "all");
        settings.put("processors", Runtime.getRuntime().availableProcessors());
        return settings;
    }

    /// Accounts of their own lie close together; spread ones have a page each.
    private Numbers numbers() {
        return spread ? new Numbers(ACCOUNTS, 0, preloaded / ACCOUNTS) : new Numbers(ACCOUNTS, preloaded, 1);
    }

    private void preload(Suite suite) throws SQLException, IOException {
        if (preloaded < 2 || (spread && (preloaded < ACCOUNTS || history < preloaded))) {
            throw new IllegalArgumentException(
                    "--history needs --accounts, and --spread at least " + ACCOUNTS + " and as many in --history");
        }
        System.out.printf("Putting %d accounts and %d transfers into the tables%n", preloaded, history);
        Preload.into(suite.jdbc("ledger"), preloaded, history);
        checkpoint(suite);
        mustAddUp(suite);
    }

    private void openAccounts(Traffic traffic) {
        if (spread) {
            return;
        }
        System.out.printf("Opening %d accounts with money%n", ACCOUNTS);
        var requests = new LedgerRequests(noun("k") + "s", now());
        traffic.all(
                () -> IntStream.range(0, ACCOUNTS / CHUNK)
                        .boxed()
                        .flatMap(chunk -> Stream.of(
                                requests.open(chunk, preloaded + chunk * CHUNK, CHUNK),
                                requests.fund(chunk, preloaded + chunk * CHUNK, CHUNK)))
                        .map(JsonRequests::write)
                        .iterator(),
                4);
    }

    private void throughKafka(Suite suite, Traffic traffic) throws SQLException {
        try (var byHand = new ByHand(suite.jdbc("postgres"), suite.jdbc(ByHand.DATABASE), ACCOUNTS)) {
            long money = byHand.totalFen();
            var scripts = workloads.stream().map(this::script).toList();
            System.out.println("Warming up");
            for (var script : scripts) {
                traffic.closed(
                        script::next, inFlight, Duration.ofSeconds(warmUp).dividedBy(scripts.size()));
            }
            var contests = new ArrayList<Contest>();
            for (var script : scripts) {
                var workload = script.workload();
                contests.add(new Contest(
                        script,
                        better(connections -> byHand.single(workload, connections, TRY)),
                        better(connections -> byHand.batched(workload, connections, TRY))));
            }
            for (int round = 1; round <= rounds; round++) {
                for (var contest : contests) {
                    System.out.printf(
                            "round %d, %-8s", round, contest.script().workload().word());
                    play(contest, suite, byHand, traffic);
                }
            }
            if (byHand.totalFen() != money) {
                throw new IllegalStateException("the baseline has lost or made money");
            }
        }
    }

    private void play(Contest contest, Suite suite, ByHand byHand, Traffic traffic) throws SQLException {
        var workload = contest.script().workload();
        var window = Duration.ofSeconds(seconds);
        var row = rows.computeIfAbsent(workload, _ -> new Row());
        checkpoint(suite);
        var single = byHand.single(workload, contest.connections(), window);
        row.baseline(single, contest.connections());
        System.out.printf("   baseline %8.0f/s", single.perSecond());
        checkpoint(suite);
        double before = Cpu.seconds();
        var kafka = traffic.closed(contest.script()::next, inFlight, window);
        row.kafka(kafka, Cpu.seconds() - before);
        System.out.printf("   kafka %8.0f/s", kafka.perSecond());
        checkpoint(suite);
        var batched = byHand.batched(workload, contest.batchedConnections(), window);
        row.batched(batched, contest.batchedConnections());
        System.out.printf("   batched %8.0f/s%n", batched.perSecond());
    }

    private Script<byte[]> script(Workload workload) {
        var requests = new JsonRequests(new LedgerRequests(noun("k") + workload.letter(), now()));
        return new Script<>(workload, numbers(), requests);
    }

    /// A workload, and with how many connections the baselines are at their best.
    private record Contest(Script<byte[]> script, int connections, int batchedConnections) {}

    private interface Trial {
        Throughput with(int connections) throws SQLException;
    }

    private static int better(Trial trial) throws SQLException {
        double few = trial.with(8).perSecond();
        return trial.with(ByHand.MOST_CONNECTIONS).perSecond() > few ? ByHand.MOST_CONNECTIONS : 8;
    }

    private void engine(Suite suite, Path log) throws IOException, InterruptedException, SQLException {
        System.out.println("The engine alone");
        checkpoint(suite);
        var order = new Engine.Order(noun("e"), numbers(), batch, seconds, warmUp, rounds, workloads);
        var child = suite.beside(SERVICE, here(), Engine.class.getName(), order.argument())
                .redirectErrorStream(true)
                .start();
        try (var lines = child.inputReader();
                var kept = Files.newBufferedWriter(log)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(Engine.MARK)) {
                    var words = line.split(" ", -1);
                    double rate = Double.parseDouble(words[2]);
                    var workload = Workload.valueOf(words[1]);
                    rows.computeIfAbsent(workload, _ -> new Row()).engine(rate);
                    System.out.printf("engine, %-8s %8.0f/s%n", workload.word(), rate);
                } else {
                    kept.write(line);
                    kept.newLine();
                }
            }
        }
        if (child.waitFor() != 0) {
            throw new IllegalStateException("the engine failed; see " + log);
        }
    }

    private String soak(Suite suite) {
        var workload = workloads.getFirst();
        if (workload == Workload.HOLDS) {
            throw new IllegalArgumentException("--soak knows no holds");
        }
        try (var traffic = new Traffic(suite.kafka(), noun("k"))) {
            openAccounts(traffic);
            var script = script(workload);
            System.out.println("Warming up");
            traffic.closed(script::next, inFlight, Duration.ofSeconds(warmUp));
            var figures = new Soak(traffic, soak).run(script::next, script.begun(), Duration.ofMinutes(minutes));
            figures.put("minutes", minutes);
            figures.put("workload", workload.word());
            figures.put("settings", settings());
            return new JsonMapper().writeValueAsString(figures);
        }
    }

    /// The day ends because the date is set back: the next batch finds midnight behind it.
    private String dayCut(Suite suite) throws SQLException {
        try (var traffic = new Traffic(suite.kafka(), noun("k"))) {
            openAccounts(traffic);
            var script = script(workloads.getFirst());
            var window = Duration.ofSeconds(seconds);
            System.out.println("Warming up");
            traffic.closed(script::next, inFlight, Duration.ofSeconds(warmUp));
            double before = traffic.closed(script::next, inFlight, window).perSecond();
            System.out.printf("before  %8.0f/s%n", before);
            update(suite, "update shard set accounting_date = accounting_date - 1");
            long began = System.nanoTime();
            var during = new ArrayList<Double>();
            do {
                during.add(traffic.closed(script::next, inFlight, window).perSecond());
                System.out.printf("closing %8.0f/s%n", during.getLast());
            } while (!value(
                            suite,
                            "ledger",
                            "select count(*) > 0 and bool_and(closed_at is not null) from accounting_day")
                    .equals("t"));
            double took = (System.nanoTime() - began) / 1e9;
            double after = traffic.closed(script::next, inFlight, window).perSecond();
            System.out.printf("after   %8.0f/s%n", after);
            var figures = new LinkedHashMap<String, Object>();
            figures.put("beforePerSecond", Math.round(before));
            figures.put("duringPerSecond", Math.round(Median.of(during)));
            figures.put("afterPerSecond", Math.round(after));
            figures.put("closedSeconds", Math.round(took));
            figures.put("accountsMoved", Long.parseLong(value(suite, "ledger", "select count(*) from day_balance")));
            figures.put("costsPercent", Math.round(1000 - 2000 * Median.of(during) / (before + after)) / 10.0);
            figures.put("settings", settings());
            return new JsonMapper().writeValueAsString(figures);
        }
    }

    private static void update(Suite suite, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(suite.jdbc("ledger"));
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private String noun(String phase) {
        return "bench:" + phase + run;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    /// The jar or the folder that this class lies in.
    private static Path here() {
        return Path.of(BenchLedger.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    }

    /// So that every window pays for its own pages alone.
    private static void checkpoint(Suite suite) throws SQLException {
        try (var connection = DriverManager.getConnection(suite.jdbc("postgres"));
                var statement = connection.createStatement()) {
            statement.execute("checkpoint");
        }
    }

    private static void mustBeDurable(Suite suite) throws SQLException {
        for (var setting : List.of("fsync", "synchronous_commit")) {
            if (!value(suite, "ledger", "show " + setting).equals("on")) {
                throw new IllegalStateException(setting + " is not on");
            }
        }
    }

    private static void mustAddUp(Suite suite) throws SQLException {
        var sums = "select sum(debits_posted) = sum(credits_posted) from account";
        if (!value(suite, "ledger", sums).equals("t")) {
            throw new IllegalStateException("the ledger's debits and credits differ");
        }
    }

    private static String value(Suite suite, String database, String query) throws SQLException {
        try (var connection = DriverManager.getConnection(suite.jdbc(database));
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
