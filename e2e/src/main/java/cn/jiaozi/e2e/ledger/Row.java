package cn.jiaozi.e2e.ledger;

import cn.jiaozi.e2e.Median;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was measured of one workload, window by window.
final class Row {
    private final List<Double> engine = new ArrayList<>();
    private final List<Double> kafka = new ArrayList<>();
    private final List<Double> baseline = new ArrayList<>();
    private final List<Double> batched = new ArrayList<>();
    private final Map<String, Integer> connections = new LinkedHashMap<>();
    private double cpuSeconds;
    private long entries;

    void engine(double perSecond) {
        engine.add(perSecond);
    }

    void kafka(Throughput window, double cpu) {
        kafka.add(window.perSecond());
        cpuSeconds += cpu;
        entries += window.entries();
    }

    void baseline(Throughput window, int connections) {
        baseline.add(window.perSecond());
        this.connections.put("baselineConnections", connections);
    }

    void batched(Throughput window, int connections) {
        batched.add(window.perSecond());
        this.connections.put("batchedBaselineConnections", connections);
    }

    /// By the names of the JSON line.
    Map<String, Object> figures() {
        var figures = new LinkedHashMap<String, Object>();
        figures.put("enginePerSecond", Math.round(Median.of(engine)));
        figures.put("kafkaPerSecond", Math.round(Median.of(kafka)));
        figures.put("baselinePerSecond", Math.round(Median.of(baseline)));
        figures.put("batchedBaselinePerSecond", Math.round(Median.of(batched)));
        figures.put("ratio", Math.round(100 * Median.of(kafka) / Median.of(baseline)) / 100.0);
        figures.put("cpuMicrosPerTransfer", Math.round(10 * cpuSeconds * 1e6 / entries) / 10.0);
        figures.putAll(connections);
        return figures;
    }

    static String heading() {
        return "%-10s %10s %10s %12s %12s %8s %12s"
                .formatted("entries/s", "engine", "kafka", "baseline", "batched", "ratio", "cpu µs each");
    }

    String line(Workload workload) {
        var figures = figures();
        return "%-10s %10s %10s %12s %12s %8s %12s"
                .formatted(
                        workload.word(),
                        figures.get("enginePerSecond"),
                        figures.get("kafkaPerSecond"),
                        figures.get("baselinePerSecond"),
                        figures.get("batchedBaselinePerSecond"),
                        figures.get("ratio"),
                        figures.get("cpuMicrosPerTransfer"));
    }
}
