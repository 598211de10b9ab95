package cn.jiaozi.e2e.settlement;

import cn.jiaozi.e2e.Api;
import cn.jiaozi.e2e.Median;
import cn.jiaozi.local.Running;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/// The reconciliation of a large day by merchant-service, from the asking to the answer that it is done: payments,
/// ledger and the core's file, both pairs, with whatever the service does of it in the database. Each round compares
/// the day from the beginning, and must find each difference that was put into it.
public final class Reconciling {
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final String PATH = "/v1/reconciliations/" + LargeDay.DATE;

    private final Running suite;
    private final Api api;
    private final int rows;
    private final int rounds;
    private final LargeDay day;

    /// @param rows of each side of each of the two pairs
    public Reconciling(Running suite, Api api, int rows, int rounds) {
        this.suite = suite;
        this.api = api;
        this.rows = rows;
        this.rounds = rounds;
        this.day = new LargeDay(suite.jdbc("merchant"), rows);
    }

    public Map<String, Object> measure() throws SQLException, IOException {
        System.out.printf("Putting %1$,d payments and %1$,d exchanges into the books%n", rows);
        day.fill();
        var rates = new ArrayList<Double>();
        var figures = new LinkedHashMap<String, Object>();
        try (var heap = Heap.of(suite.process("merchant-service").orElseThrow())) {
            heap.reset();
            for (int round = 0; round <= rounds; round++) {
                double seconds = reconciled(round);
                System.out.printf(
                        "%-24s %12.1f s, peak heap %d of %d MiB%n",
                        round == 0 ? "warming up" : "round " + round, seconds, heap.peakMiB(), heap.limitMiB());
                if (round > 0 || rounds == 0) {
                    rates.add(2.0 * rows / seconds);
                }
            }
            figures.put("reconciledRowsPerSecond", Math.round(Median.of(rates)));
            figures.put("reconciliationPeakHeapMiB", heap.peakMiB());
        }
        return figures;
    }

    /// @param round from 0; from 1 on the day is compared from the beginning
    /// @return seconds
    public double reconciled(int round) {
        long began = System.nanoTime();
        var asked = api.put(operator(), PATH, Map.of("afresh", round > 0), 0);
        if (asked.status() / 100 != 2) {
            throw new IllegalStateException("the reconciliation was answered " + asked.status() + " " + asked.body());
        }
        var steps = new LinkedHashMap<String, Double>();
        var done = Awaitility.await("the day is reconciled")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> {
                            var run = api.get(operator(), PATH).body();
                            steps.putIfAbsent(
                                    run.path("step").asString(), Math.round((System.nanoTime() - began) / 1e8) / 10.0);
                            return run;
                        },
                        run -> run.path("state").asString().equals("DONE")
                                && run.path("round").asInt() > round);
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.println("    " + steps);
        mustBeFound(done);
        return seconds;
    }

    private void mustBeFound(JsonNode run) {
        var found = run.path("pairs")
                .valueStream()
                .collect(Collectors.toMap(pair -> pair.path("pair").asString(), Reconciling::marks));
        if (!found.equals(day.marks())) {
            throw new IllegalStateException("found " + new TreeMap<>(found) + ", not " + new TreeMap<>(day.marks()));
        }
        if (!run.path("pairs")
                .valueStream()
                .allMatch(pair -> pair.path("balanced").asBoolean())) {
            throw new IllegalStateException("the marks do not come to the sums of both sides: " + run);
        }
        long open = run.path("open").asLong();
        if (open != LargeDay.ODD_OF_CORE + LargeDay.ODD_OF_PAYMENTS) {
            throw new IllegalStateException(open + " items are in the queue");
        }
    }

    private static Map<String, Long> marks(JsonNode pair) {
        return pair.path("marks")
                .valueStream()
                .collect(Collectors.toMap(
                        mark -> mark.path("mark").asString(),
                        mark -> mark.path("count").asLong()));
    }

    private String operator() {
        return suite.token("bench-clerk", "OPERATOR");
    }
}
