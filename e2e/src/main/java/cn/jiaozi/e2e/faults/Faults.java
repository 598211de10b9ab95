package cn.jiaozi.e2e.faults;

import cn.jiaozi.e2e.Api;
import cn.jiaozi.e2e.Books;
import cn.jiaozi.e2e.Holders;
import cn.jiaozi.local.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `./jiaozi faults`: rounds of payments, in each of which something dies, stalls or is lost; after each the books of
/// all services are read. Exit code 1 when anything that a caller was told is not so, or the suite does not serve
/// again by itself.
@Command(name = "faults", mixinStandardHelpOptions = true)
public final class Faults implements Callable<Integer> {
    private static final int PAYERS = 24;
    private static final int PAYEES = 6;
    private static final int SHOPS = 2;
    private static final Duration SERVES_AGAIN = Duration.ofMinutes(4);
    private static final Duration AT_REST = Duration.ofMinutes(4);

    private final Running suite;
    private final Books books;
    private final List<Round> rounds = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    @Option(names = "--rounds", defaultValue = "12", description = "default: 12")
    private int count = 12;

    @Option(names = "--seed", description = "plays the same faults again; default: another each time")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--rate", defaultValue = "5", description = "payments a second; default: 5")
    private double rate = 5;

    public Faults(Running suite) {
        this.suite = suite;
        this.books = new Books(suite);
    }

    /// With these options in place of a command line.
    public Faults(Running suite, int rounds, long seed, double rate) {
        this(suite);
        this.count = rounds;
        this.seed = Optional.of(seed);
        this.rate = rate;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Faults(Running.find())).execute(args));
    }

    @Override
    public Integer call() {
        long chosen = seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(1_000_000));
        System.out.printf("%d rounds of faults at %.0f payments a second, seed %d%n", count, rate, chosen);
        try (var api = new Api(suite.gateway())) {
            var callers = callers(api);
            var faults = Fault.of(chosen).iterator();
            for (int number = 1; number <= count; number++) {
                rounds.add(play(number, faults.next(), callers));
                tell(rounds.getLast(), chosen);
            }
            show(chosen, callers);
            callers.contradictions().forEach((act, what) -> wrong.add("conflict %s: %s".formatted(act, what)));
            rounds.stream().flatMap(Round::wrong).forEach(wrong::add);
            return wrong.isEmpty() ? 0 : 1;
        }
    }

    /// What was found by [#call], and must not be; a sentence each.
    public List<String> wrong() {
        return List.copyOf(wrong);
    }

    private Callers callers(Api api) {
        var run = "faults-%06d".formatted(ThreadLocalRandom.current().nextInt(1_000_000));
        var holders = new Holders(suite, api, run);
        return new Callers(
                api,
                run,
                Holders.together(PAYERS, holders::payer),
                Holders.together(PAYEES, n -> holders.payee(PAYERS + n)),
                Holders.together(SHOPS, n -> holders.shop(PAYERS + PAYEES + n)));
    }

    private Round play(int number, Fault fault, Callers callers) {
        long before = callers.count();
        callers.watch();
        callers.start(rate);
        awaitPayment(callers);
        new Breaking(suite).carryOut(fault);
        callers.watch();
        long recovery = awaitPayment(callers);
        callers.stop();
        var differences = awaitRest(callers);
        return new Round(
                number,
                fault,
                recovery,
                callers.count() - before,
                Verdict.of(books, callers.told(), callers.accepted()),
                differences);
    }

    /// @return milliseconds, or -1 when none succeeds in time
    private static long awaitPayment(Callers callers) {
        try {
            Awaitility.await("a payment succeeds")
                    .atMost(SERVES_AGAIN)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> callers.recoveredAfter() > 0);
            return callers.recoveredAfter() / 1_000_000;
        } catch (ConditionTimeoutException _) {
            return -1;
        }
    }

    /// Until everybody has a final answer, every process is up and the books agree.
    private List<String> awaitRest(Callers callers) {
        try {
            Awaitility.await("everything is final")
                    .atMost(AT_REST)
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptions()
                    .until(() -> callers.open() == 0
                            && suite.isUp()
                            && books.differences().isEmpty());
            return List.of();
        } catch (ConditionTimeoutException _) {
            var differences = new ArrayList<>(books.differences());
            if (callers.open() > 0) {
                differences.add(callers.open() + " callers have no final answer");
            }
            if (!suite.isUp()) {
                differences.add("not every process is up");
            }
            return differences;
        }
    }

    private static void tell(Round round, long seed) {
        System.out.printf(
                "round %2d  seed %d  %-46s first new final payment after %s; %d payments; %s%n",
                round.number(),
                seed,
                round.fault(),
                round.recoveryMs() < 0 ? "NEVER" : round.recoveryMs() + " ms",
                round.payments(),
                round.isGood() ? "books agree" : "WRONG");
        round.verdict().lost().stream().limit(5).forEach(lost -> System.out.println("    lost     " + lost));
        round.verdict().doubled().stream().limit(5).forEach(twice -> System.out.println("    doubled  " + twice));
        round.differences().forEach(difference -> System.out.println("    differs  " + difference));
    }

    private void show(long seed, Callers callers) {
        System.out.println("\nWhat callers met before their final answers: " + new TreeMap<>(callers.troubles()));
        callers.contradictions().forEach((act, what) -> System.out.println("    conflict " + act + ": " + what));
        System.out.printf("%n%-46s %6s %18s%n", "fault", "rounds", "worst recovery ms");
        rounds.stream()
                .collect(Collectors.groupingBy(
                        round -> round.fault().kind().word() + " "
                                + String.join("+", round.fault().processes()),
                        TreeMap::new,
                        Collectors.toList()))
                .forEach((what, of) -> System.out.printf("%-46s %6d %18d%n", what, of.size(), worst(of)));
        var figures = new LinkedHashMap<String, Object>();
        figures.put("rounds", rounds.size());
        figures.put("seed", seed);
        figures.put("payments", callers.count());
        figures.put("lost", last().lost().size() + callers.contradictions().size());
        figures.put("doubled", last().doubled().size());
        figures.put(
                "notFinalOrDiffering",
                rounds.stream().mapToInt(round -> round.differences().size()).sum());
        figures.put("worstRecoveryMs", worstByKind());
        System.out.println(new JsonMapper().writeValueAsString(figures));
    }

    /// Verdicts are about everything since the first round.
    private Verdict last() {
        return rounds.getLast().verdict();
    }

    private Map<String, Long> worstByKind() {
        return rounds.stream()
                .collect(Collectors.groupingBy(
                        round -> round.fault().kind().name(),
                        TreeMap::new,
                        Collectors.collectingAndThen(Collectors.toList(), Faults::worst)));
    }

    /// -1 when one never recovered.
    private static long worst(List<Round> of) {
        return of.stream()
                .map(Round::recoveryMs)
                .max(Comparator.comparingLong(ms -> ms < 0 ? Long.MAX_VALUE : ms))
                .orElse(-1L);
    }
}
