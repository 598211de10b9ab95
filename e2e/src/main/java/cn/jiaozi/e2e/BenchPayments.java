package cn.jiaozi.e2e;

import cn.jiaozi.local.Running;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `./jiaozi bench payments`: payments from request to final answer through the gateway, many payers to many merchants
/// and to one ([Purchases]). Beside them, in alternating windows of the same run on the same PostgreSQL, one
/// hand-written SQL transaction per transfer.
@Command(name = "payments", mixinStandardHelpOptions = true)
final class BenchPayments implements Callable<Integer> {
    private static final int ROUNDS = 3;
    private static final int PAYERS = 200;
    private static final int SHOPS = 20;
    private static final int CONNECTIONS = 8;
    private static final JsonMapper JSON = new JsonMapper();

    private final Running suite;
    private final String run = "%06d".formatted(ThreadLocalRandom.current().nextInt(1_000_000));

    @Option(names = "--seconds", defaultValue = "10", description = "of one window; default: 10")
    private int seconds = 10;

    @Option(names = "--callers", defaultValue = "256", description = "of the closed loop; default: 256")
    private int callers = 256;

    @Option(
            names = "--steady",
            defaultValue = "0",
            description = "payments a second, for --minutes, instead of all else")
    private int steady;

    @Option(names = "--minutes", defaultValue = "10", description = "of --steady; default: 10")
    private int minutes = 10;

    BenchPayments(Running suite) {
        this.suite = suite;
    }

    @Override
    public Integer call() throws SQLException {
        try (var api = new Api(suite.gateway());
                var baseline = new Baseline(Bench.jdbc(suite), CONNECTIONS, PAYERS + SHOPS)) {
            var purchases = new Purchases(suite, api, "bench-" + run, PAYERS, SHOPS);
            var many = purchases.atAll();
            var one = purchases.atOne();
            if (steady > 0) {
                endure(many);
            } else {
                measure(baseline, many, one);
            }
        }
        return 0;
    }

    private void measure(Baseline baseline, Load many, Load one) throws SQLException {
        var window = Duration.ofSeconds(seconds);
        many.warmUp(callers);
        baseline.perSecond(2);
        var baselines = new ArrayList<Double>();
        var manys = new ArrayList<Double>();
        var hots = new ArrayList<Double>();
        double cpu = 0;
        long paid = 0;
        for (int i = 0; i < ROUNDS; i++) {
            baselines.add(baseline.perSecond(seconds));
            double before = Cpu.seconds();
            var closed = many.closed(callers, window);
            cpu += Cpu.seconds() - before;
            paid += closed.done();
            manys.add(closed.told("many to many, closed loop, " + callers + " callers"));
            hots.add(one.closed(callers, window).told("many to one"));
        }
        double peak = Median.of(manys);
        var open = many.open(peak / 2, window.multipliedBy(2));
        open.told("many to many, open loop at half of the peak");
        var idle = many.closed(1, window);
        idle.told("one at a time");
        double base = Median.of(baselines);
        System.out.printf("%-48s %8.0f/s%n", "baseline: one SQL transaction per transfer", base);
        var figures = new LinkedHashMap<String, Object>();
        figures.put("paymentsPerSecond", Math.round(peak));
        figures.put("hotMerchantPerSecond", Math.round(Median.of(hots)));
        figures.put("p50Ms", open.ms(50));
        figures.put("p99Ms", open.ms(99));
        figures.put("openLoopPerSecond", Math.round(open.perSecond()));
        figures.put("idleP50Ms", idle.ms(50));
        figures.put("cpuSecondsPerPayment", Math.round(cpu / paid * 1e6) / 1e6);
        figures.put("baselinePerSecond", Math.round(base));
        figures.put("ratio", Math.round(1000 * peak / base) / 1000.0);
        figures.put("callers", callers);
        figures.put("windowSeconds", seconds);
        System.out.println(JSON.writeValueAsString(figures));
    }

    /// The same rate minute after minute: whatever grows shows.
    private void endure(Load load) {
        load.warmUp(callers);
        var rows = new ArrayList<Map<String, Object>>();
        for (int minute = 1; minute <= minutes; minute++) {
            var result = load.open(steady, Duration.ofMinutes(1));
            var vitals = Vitals.of(suite);
            result.told("minute " + minute + ", open loop");
            System.out.println("    " + vitals);
            var row = new LinkedHashMap<String, Object>();
            row.put("perSecond", Math.round(result.perSecond()));
            row.put("p50Ms", result.ms(50));
            row.put("p99Ms", result.ms(99));
            row.put("failures", result.failures());
            row.put("residentMb", vitals.residentMb());
            row.put("outbox", vitals.outbox());
            row.put("lag", vitals.lag());
            rows.add(row);
        }
        System.out.println(JSON.writeValueAsString(Map.of("steadyPerSecond", steady, "minutes", rows)));
    }
}
