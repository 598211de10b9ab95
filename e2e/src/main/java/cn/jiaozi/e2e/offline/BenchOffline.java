package cn.jiaozi.e2e.offline;

import cn.jiaozi.e2e.Api;
import cn.jiaozi.e2e.Cpu;
import cn.jiaozi.e2e.Holders;
import cn.jiaozi.e2e.Median;
import cn.jiaozi.e2e.Till;
import cn.jiaozi.local.Running;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.upload.Batch;
import cn.jiaozi.sdk.voucher.Voucher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
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
    private static final int PURSES_OF_ONE = 3;
    private static final int TILLS_OF_A_SHOP = 10;
    private static final long LOAD_FEN = 100_000;
    private static final int UPLOADERS = 8;
    private static final int CHECKS = 2;
    /// The chip counts them in one byte.
    private static final int MOST_PAYMENTS = 255;
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final ZoneId BANK = ZoneId.of("Asia/Shanghai");
    private static final Duration PAUSE = Duration.ofMillis(500);
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

    @Option(names = "--warm", defaultValue = "60", description = "seconds of uploads before that; default: 60")
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
        try (var api = new Api(suite.gateway())) {
            int people = Math.ceilDiv(purses, PURSES_OF_ONE);
            allow(api, suite.token("offline-" + run, "OPERATOR"));
            System.out.printf(
                    "Issuing and loading %d purses of %d people, and certifying %d tills%n", purses, people, tills);
            var holders = new Holders(suite, api, "offline-" + run);
            var owners = Holders.together(people, holders::payer);
            var chips = Holders.together(
                    purses,
                    n -> OfflinePurse.loaded(api, owners.get(n / PURSES_OF_ONE), "purse-" + run + "-" + n, LOAD_FEN));
            var places = places(api, holders, people);
            int list = list(api, owners.getFirst().token());
            measure(chips, places, list);
            places.forEach(OfflineTill::close);
            return 0;
        }
    }

    /// A chip makes twenty payments between two visits to the bank, which are too few for this.
    private void allow(Api api, String operator) {
        long muchFen = 1_000 * LOAD_FEN;
        OfflinePurse.made(api.put(
                operator,
                "/v1/purse-limit-policies/LINKED/" + LocalDate.now(BANK),
                Map.of(
                        "balanceFen", LOAD_FEN,
                        "singleFen", LOAD_FEN,
                        "singleWithPinFen", LOAD_FEN,
                        "payments", MOST_PAYMENTS,
                        "totalFen", muchFen,
                        "poweredOffPayments", MOST_PAYMENTS,
                        "poweredOffFen", muchFen)));
    }

    private void measure(List<OfflinePurse> chips, List<OfflineTill> places, int list) {
        int number = 0;
        var known = new ArrayList<BareVerification.Checks>();
        for (double warmed = 0; warmed < warm; number++) {
            var round = round(chips, places, list);
            var measured = uploaded(places, round, number);
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
            var round = round(chips, places, list);
            baselines.add(bare.perSecond(Duration.ofSeconds(seconds)));
            var measured = uploaded(places, round, number++);
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

    private List<OfflineTill> places(Api api, Holders holders, int first) {
        int count = Math.ceilDiv(tills, TILLS_OF_A_SHOP);
        var shops = Holders.together(count, n -> holders.shop(first + n));
        var keys = IntStream.range(0, tills)
                .mapToObj(_ -> SigningKey.generate(Curve.SM2))
                .toList();
        var activated = Holders.together(tills, n -> {
            var shop = shops.get(n / TILLS_OF_A_SHOP);
            return Till.activated(api, shop.owner().token(), shop.number(), till(n), keys.get(n));
        });
        return Holders.together(
                tills, n -> OfflineTill.certified(api, suite.gateway(), activated.get(n), keys.get(n), till(n)));
    }

    private String till(int n) {
        return "till-" + run + "-" + n;
    }

    private static int list(Api api, String token) {
        return (int) OfflinePurse.made(api.get(token, "/v1/revocation-list")).number("number");
    }

    /// Each purse pays at one till, another one each round.
    private Round round(List<OfflinePurse> chips, List<OfflineTill> places, int list) {
        int turn = ThreadLocalRandom.current().nextInt(places.size());
        var items = IntStream.range(0, places.size())
                .mapToObj(place -> IntStream.range(0, chips.size())
                        .filter(n -> (n + turn) % places.size() == place)
                        .boxed()
                        .toList()
                        .parallelStream()
                        .flatMap(n -> IntStream.range(0, together)
                                .mapToObj(_ -> places.get(place).take(chips.get(n), 10 + n % 90, list)))
                        .toList())
                .toList();
        var batches = IntStream.range(0, places.size())
                .mapToObj(place -> places.get(place).batch(items.get(place)))
                .toList();
        var checks = IntStream.range(0, places.size())
                .boxed()
                .flatMap(place -> items.get(place).stream()
                        .map(item -> new BareVerification.Checks(
                                Voucher.read(item.voucher().bytes()),
                                item.payer().holder().key(),
                                places.get(place).chain().holder().key())))
                .toList();
        return new Round(batches, checks);
    }

    private Measured uploaded(List<OfflineTill> places, Round round, int number) {
        double cpu = Cpu.seconds();
        long began = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(UPLOADERS)) {
            for (int i = 0; i < places.size(); i++) {
                int place = i;
                var _ = threads.submit(() -> {
                    var reply = places.get(place)
                            .upload(id(number, place), round.batches().get(place));
                    if (reply.status() / 100 != 2) {
                        System.err.println(reply.status() + " " + new String(reply.body(), StandardCharsets.UTF_8));
                    }
                });
            }
        }
        for (int i = 0; i < places.size(); i++) {
            awaitPosted(places.get(i), id(number, i), round.batches().get(i));
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
