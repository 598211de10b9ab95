package cn.jiaozi.e2e.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// What is broken in a round.
///
/// @param processes whom it meets, by name
/// @param after     how long payments have been flowing by then
/// @param pause     how long processes stand still; zero where they do not
record Fault(Kind kind, List<String> processes, Duration after, Duration pause) {
    static final String POSTGRES = "postgres";
    static final String KAFKA = "kafka";
    static final String LEDGER = "ledger-service";

    private static final List<String> ALL =
            List.of(POSTGRES, KAFKA, LEDGER, "wallet-service", "payment-service", "merchant-service", "gateway");
    private static final List<Fault> LEDGER_KILLS = Stream.of(
                    List.of(LEDGER),
                    List.of(POSTGRES),
                    List.of(KAFKA),
                    List.of(LEDGER, POSTGRES),
                    List.of(LEDGER, KAFKA),
                    List.of(LEDGER, POSTGRES, KAFKA))
            .map(processes -> new Fault(Kind.KILL, processes, Duration.ZERO, Duration.ZERO))
            .toList();
    private static final int LONGEST_AFTER_MILLIS = 2_000;
    private static final int SHORTEST_PAUSE_MILLIS = 1_000;
    private static final int LONGEST_PAUSE_MILLIS = 15_000;

    enum Kind {
        /// SIGKILL of one process, or of several at once where only the ledger runs.
        KILL,
        /// SIGKILL of two at once.
        KILL_PAIR,
        /// SIGSTOP of one process and, some time later, SIGCONT.
        PAUSE,
        /// A process is asked to end, and ends in order.
        RESTART,
        /// SIGKILL of PostgreSQL while the ledger is within a transaction.
        KILL_IN_BATCH,
        /// Kafka's data folder is deleted with payments in flight; then everything is announced again.
        KAFKA_LOST;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }
    }

    @Override
    public String toString() {
        return kind.word() + " " + String.join("+", processes)
                + (pause.isZero() ? "" : " %.1f s".formatted(pause.toMillis() / 1e3));
    }

    /// The same faults for the same seed, without end: every kind once, in an order of its own, then again.
    static Stream<Fault> of(long seed) {
        var random = new Random(seed);
        return Stream.generate(() -> {
                    var kinds = new ArrayList<>(Arrays.asList(Kind.values()));
                    Collections.shuffle(kinds, random);
                    return kinds;
                })
                .flatMap(List::stream)
                .map(kind -> of(kind, random));
    }

    /// Kills of the ledger and what it stands on, alone and together, without end: every one once, in an order of its
    /// own, then again.
    static Stream<Fault> ofLedger(long seed) {
        var random = new Random(seed);
        return Stream.generate(() -> {
                    var kills = new ArrayList<>(LEDGER_KILLS);
                    Collections.shuffle(kills, random);
                    return kills;
                })
                .flatMap(List::stream)
                .map(kill -> new Fault(
                        Kind.KILL,
                        kill.processes(),
                        Duration.ofMillis(random.nextInt(LONGEST_AFTER_MILLIS)),
                        Duration.ZERO));
    }

    private static Fault of(Kind kind, Random random) {
        var processes = new ArrayList<>(ALL);
        Collections.shuffle(processes, random);
        var after = Duration.ofMillis(random.nextInt(LONGEST_AFTER_MILLIS));
        var pause = Duration.ofMillis(random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
        return switch (kind) {
            case KILL, RESTART -> new Fault(kind, processes.subList(0, 1), after, Duration.ZERO);
            case KILL_PAIR -> new Fault(kind, processes.subList(0, 2), after, Duration.ZERO);
            case PAUSE -> new Fault(kind, processes.subList(0, 1), after, pause);
            case KILL_IN_BATCH -> new Fault(kind, List.of(POSTGRES), after, Duration.ZERO);
            case KAFKA_LOST -> new Fault(kind, List.of(KAFKA), after, Duration.ZERO);
        };
    }
}
