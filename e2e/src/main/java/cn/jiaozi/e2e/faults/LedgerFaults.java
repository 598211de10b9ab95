package cn.jiaozi.e2e.faults;

import ch.qos.logback.classic.Level;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.e2e.Servers;
import cn.jiaozi.local.LogLevels;
import cn.jiaozi.local.Options;
import cn.jiaozi.local.Running;
import cn.jiaozi.local.Suite;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `./jiaozi faults --ledger`: requests of every kind go to the ledger through Kafka while it, PostgreSQL and Kafka are
/// killed, alone and together, now and then once more while they come back. After each round everything that Kafka has
/// acknowledged must have one outcome, and tables, events and audit must agree. Exit code 1 when anything does not.
public final class LedgerFaults {
    private static final List<String> PROCESSES = List.of(Fault.POSTGRES, Fault.KAFKA, Fault.LEDGER);
    private static final Duration SERVES_AGAIN = Duration.ofMinutes(4);
    private static final int ONCE_MORE_IN = 3;

    private final Suite suite;
    private final Running running;
    private final List<Long> recoveries = new ArrayList<>();
    private final Map<String, Integer> kills = new TreeMap<>();
    private int wrong;

    private final int rounds;
    private final long seed;
    private final double rate;

    public LedgerFaults(Suite suite, int rounds, long seed, double rate) {
        this.suite = suite;
        this.running = suite.running();
        this.rounds = rounds;
        this.seed = seed;
        this.rate = rate;
    }

    /// The command line, which starts a suite of its own.
    @Command(name = "faults --ledger", mixinStandardHelpOptions = true)
    static final class Line implements Callable<Integer> {
        @Option(names = "--rounds", defaultValue = "12", description = "default: 12")
        private int rounds = 12;

        @Option(names = "--seed", description = "kills the same again; default: another each time")
        private Optional<Long> seed = Optional.empty();

        @Option(names = "--rate", defaultValue = "300", description = "requests a second; default: 300")
        private double rate = 300;

        @Override
        public Integer call() throws IOException {
            var root = Path.of(System.getProperty("jiaozi.root", "."));
            var data = root.resolve(".jiaozi").resolve("faults-ledger");
            Servers.delete(data);
            long chosen = seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(1_000_000));
            try (var suite = Suite.start(options(root, data).withProgress(_ -> {}))) {
                return new LedgerFaults(suite, rounds, chosen, rate).play();
            }
        }
    }

    public static void main(String[] args) {
        LogLevels.quiet();
        // Its clients tell of every broker that is away, which is what this is about.
        LogLevels.set("org.apache.kafka", Level.ERROR);
        System.exit(new CommandLine(new Line()).execute(args));
    }

    /// The ledger looks at its books all the time, so that a false alarm would be raised.
    public static Options options(Path root, Path data) {
        return Options.of(root, data)
                .withRandomPorts()
                .withoutTraining()
                .onlyLedger()
                .withEnv(Fault.LEDGER, "JIAOZI_AUDIT_EVERY", "PT1S");
    }

    /// @return 0, or 1 when anything was lost, doubled or wrong
    public int play() {
        System.out.printf("%d rounds of kills at %.0f requests a second, seed %d%n", rounds, rate, seed);
        var faults = Fault.ofLedger(seed).iterator();
        var random = new Random(seed);
        try (var hearing = new Hearing(suite.kafka());
                var load =
                        new LedgerLoad(suite.kafka(), new Mix(seed, Long.toString(System.currentTimeMillis(), 36)))) {
            var proof = new LedgerProof(running, hearing);
            load.open();
            for (int number = 1; number <= rounds; number++) {
                var play = new ArrayList<>(List.of(faults.next()));
                if (random.nextInt(ONCE_MORE_IN) == 0) {
                    play.add(faults.next());
                }
                play(number, play, load, hearing, proof);
            }
            System.out.println(new JsonMapper().writeValueAsString(figures(load, hearing)));
        }
        return wrong;
    }

    private void play(int number, List<Fault> faults, LedgerLoad load, Hearing hearing, LedgerProof proof) {
        long before = load.sent();
        load.start(rate);
        awaitOutcome(load, hearing);
        var breaking = new Breaking(running);
        faults.forEach(fault -> {
            Awaitility.await("all processes are there")
                    .atMost(SERVES_AGAIN)
                    .until(() -> fault.processes().stream()
                            .allMatch(name -> running.process(name).isPresent()));
            breaking.carryOut(fault);
            fault.processes().forEach(name -> kills.merge(name, 1, Integer::sum));
        });
        long recovery = awaitOutcome(load, hearing);
        load.stop();
        var differences = differences(load.acknowledged(), proof);
        recoveries.add(recovery);
        boolean good = recovery >= 0 && differences.isEmpty();
        wrong = good ? wrong : 1;
        System.out.printf(
                "round %2d  seed %d  %-60s next outcome after %s; %d requests; %s%n",
                number,
                seed,
                String.join(", then ", faults.stream().map(Fault::toString).toList()),
                recovery < 0 ? "NEVER" : recovery + " ms",
                load.sent() - before,
                good ? "all proven" : "WRONG");
        differences.forEach(difference -> System.out.println("    differs  " + difference));
    }

    /// Milliseconds until something is decided and announced that is sent from now on; -1 for never.
    private static long awaitOutcome(LedgerLoad load, Hearing hearing) {
        long began = System.nanoTime();
        var last = load.last();
        try {
            Awaitility.await("another request is sent")
                    .atMost(SERVES_AGAIN)
                    .until(() -> !load.last().equals(last));
            StepId next = load.last().orElseThrow();
            Awaitility.await("it has an outcome")
                    .atMost(SERVES_AGAIN)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> hearing.said().containsKey(next));
            return (System.nanoTime() - began) / 1_000_000;
        } catch (ConditionTimeoutException _) {
            return -1;
        }
    }

    private List<String> differences(Set<StepId> acknowledged, LedgerProof proof) {
        try {
            Awaitility.await("everything is decided and announced")
                    .atMost(SERVES_AGAIN)
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptions()
                    .until(() -> PROCESSES.stream().allMatch(running::isUp) && proof.isAtRest(acknowledged));
        } catch (ConditionTimeoutException _) {
            // The proof says what is missing.
        }
        return proof.differences(acknowledged);
    }

    private Map<String, Object> figures(LedgerLoad load, Hearing hearing) {
        var figures = new LinkedHashMap<String, Object>();
        figures.put("rounds", recoveries.size());
        figures.put("seed", seed);
        figures.put("kills", kills);
        figures.put("requests", load.sent());
        figures.put("refusedByKafka", load.refused());
        figures.put("acknowledgedIds", load.acknowledged().size());
        figures.put("outcomes", hearing.said().size());
        figures.put("events", hearing.events());
        figures.put(
                "worstRecoveryMs", recoveries.stream().mapToLong(ms -> ms).max().orElse(-1));
        figures.put("good", wrong == 0);
        return figures;
    }
}
