package cn.jiaozi.e2e.offline;

import cn.jiaozi.e2e.Api;
import cn.jiaozi.e2e.Cpu;
import cn.jiaozi.e2e.Median;
import cn.jiaozi.local.Running;
import cn.jiaozi.sdk.upload.Batch;
import cn.jiaozi.sdk.voucher.Voucher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./jiaozi bench offline`: vouchers from upload to posted, beside the bare speed at which the same library
/// verifies the same vouchers' signatures on the same processors. Every purse has a key of its own; each till
/// uploads a batch a round, in which a purse has as many vouchers as a chip signs between two visits to the bank, as
/// in a canteen.
@Command(name = "offline", mixinStandardHelpOptions = true)
public final class BenchOffline implements Callable<Integer> {
    private static final int CHECKS = 2;
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final JsonMapper JSON = new JsonMapper();

    private final Running suite;
    private final String run = "%06d".formatted(ThreadLocalRandom.current().nextInt(1_000_000));

    @Option(names = "--purses", defaultValue = "3000", description = "with a key each; default: ${DEFAULT-VALUE}")
    private int purses;

    @Option(names = "--tills", defaultValue = "60", description = "default: ${DEFAULT-VALUE}")
    private int tills;

    @Option(
            names = "--together",
            defaultValue = "20",
            description = "vouchers of one purse in one batch; default: ${DEFAULT-VALUE}")
    private int together;

    @Option(names = "--rounds", defaultValue = "3", description = "measured, after the warm-up; default: 3")
    private int rounds;

    @Option(names = "--warm", defaultValue = "120", description = "seconds of uploads before that; default: 120")
    private int warm;

    @Option(names = "--seconds", defaultValue = "10", description = "of a window of the baseline; default: 10")
    private int seconds;

    public BenchOffline(Running suite) {
        this.suite = suite;
    }

    private record Round(List<Batch> batches, List<BareVerification.Checks> checks) {}

    private record Measured(long vouchers, double seconds, double cpuSeconds) {}

    @Override
    public Integer call() {
        try (var api = new Api(suite.gateway());
                var crowd = new Crowd(suite, api, "offline-" + run, purses, tills)) {
            measure(crowd);
            return 0;
        }
    }

    private void measure(Crowd crowd) {
        int number = 0;
        var known = new ArrayList<BareVerification.Checks>();
        // What is measured must be left to pay.
        int most = Math.max(1, Crowd.MOST_PAYMENTS / together - rounds);
        for (double warmed = 0; warmed < warm && number < most; number++) {
            var round = round(crowd);
            var measured = uploaded(crowd, round, number);
            known.addAll(round.checks());
            warmed += measured.seconds();
            System.out.printf("%-24s %8.0f vouchers/s%n", "warming", measured.vouchers() / measured.seconds());
        }
        var bare = new BareVerification(known);
        System.out.println("Warming the bare verification");
        var _ = bare.perSecond(WARM_UP);
        var baselines = new ArrayList<Double>();
        var speeds = new ArrayList<Double>();
        double cpu = 0;
        long vouchers = 0;
        for (int i = 1; i <= rounds; i++) {
            var round = round(crowd);
            baselines.add(bare.perSecond(Duration.ofSeconds(seconds)));
            var measured = uploaded(crowd, round, number++);
            speeds.add(measured.vouchers() / measured.seconds());
            cpu += measured.cpuSeconds();
            vouchers += measured.vouchers();
            System.out.printf(
                    "%-24s %8.0f vouchers/s   bare verification %8.0f/s%n",
                    "round " + i, speeds.getLast(), baselines.getLast());
        }
        double speed = Median.of(speeds);
        double base = Median.of(baselines);
        var figures = new LinkedHashMap<String, Object>();
        figures.put("vouchersPerSecond", Math.round(speed));
        figures.put("checksPerVoucher", CHECKS);
        figures.put("bareVerificationsPerSecond", Math.round(base));
        figures.put("ratio", Math.round(1000 * speed * CHECKS / base) / 1000.0);
        figures.put("cpuMicrosPerVoucher", Math.round(cpu * 1e6 / vouchers));
        figures.put("vouchers", vouchers);
        figures.put("purses", purses);
        figures.put("tills", tills);
        figures.put("together", together);
        System.out.println(JSON.writeValueAsString(figures));
    }

    private Round round(Crowd crowd) {
        var items = crowd.pay(together);
        var batches = IntStream.range(0, tills)
                .mapToObj(till -> crowd.batch(till, items.get(till)))
                .toList();
        var checks = IntStream.range(0, tills)
                .boxed()
                .flatMap(till -> items.get(till).stream()
                        .map(item -> new BareVerification.Checks(
                                Voucher.read(item.voucher().bytes()),
                                item.payer().holder().key(),
                                crowd.tills().get(till).chain().holder().key())))
                .toList();
        return new Round(batches, checks);
    }

    private Measured uploaded(Crowd crowd, Round round, int number) {
        double cpu = Cpu.seconds();
        long began = System.nanoTime();
        crowd.upload(IntStream.range(0, tills)
                .mapToObj(till ->
                        new Crowd.Upload(till, id(number, till), round.batches().get(till)))
                .toList());
        for (int till = 0; till < tills; till++) {
            awaitPosted(
                    crowd.tills().get(till), id(number, till), round.batches().get(till));
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        long vouchers = round.checks().size();
        return new Measured(vouchers, seconds, Cpu.seconds() - cpu);
    }

    private String id(int number, int place) {
        return "bench-" + run + "-" + number + "-" + place;
    }

    private static void awaitPosted(OfflineTill till, String id, Batch batch) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode state = JSON.readTree(till.state(id).body());
            if (state.path("state").asString("").equals("JUDGED")) {
                long accepted = state.path("totals")
                        .valueStream()
                        .filter(total -> total.path("verdict").asString("").equals("ACCEPTED"))
                        .mapToLong(total -> total.path("count").asLong())
                        .sum();
                if (accepted != batch.header().content().count()) {
                    throw new IllegalStateException("Not all were accepted: " + state);
                }
                return;
            }
            if (System.nanoTime() > until) {
                throw new IllegalStateException("Not judged after " + PATIENCE + ": " + state);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE.toMillis()));
        }
    }
}
