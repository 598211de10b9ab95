package cn.jiaozi.e2e;

import cn.jiaozi.e2e.offline.Crowd;
import cn.jiaozi.local.Running;
import cn.jiaozi.sdk.upload.Batch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `./jiaozi bench backlog`: all tills have been without a network for days, and upload at once. Beside their vouchers,
/// until the last one is posted, payments go on at a steady rate; the same payments alone, before and after, are what
/// they are compared with.
@Command(name = "backlog", mixinStandardHelpOptions = true)
final class BenchBacklog implements Callable<Integer> {
    private static final int PAYERS = 200;
    private static final int SHOPS = 20;
    /// What a till may hold and still be paid in good faith whoever has betrayed it.
    private static final int LARGEST_BATCH = 500;

    private static final int TOGETHER = 20;
    /// Of the 255 that a chip can count.
    private static final int PAYMENTS_OF_A_PURSE = 240;

    private static final int WARM_UP_CALLERS = 256;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration WINDOW = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();

    private final Running suite;
    private final Books books;
    private final String run =
            "backlog-%06d".formatted(ThreadLocalRandom.current().nextInt(1_000_000));

    @Option(names = "--vouchers", defaultValue = "1000000", description = "at least; default: ${DEFAULT-VALUE}")
    private int vouchers;

    @Option(names = "--tills", defaultValue = "1000", description = "default: ${DEFAULT-VALUE}")
    private int tills;

    @Option(names = "--rate", defaultValue = "50", description = "payments a second beside; default: ${DEFAULT-VALUE}")
    private int rate;

    @Option(names = "--alone", defaultValue = "3", description = "windows before and after; default: ${DEFAULT-VALUE}")
    private int alone;

    BenchBacklog(Running suite) {
        this.suite = suite;
        this.books = new Books(suite);
    }

    @Override
    public Integer call() {
        // The first payments of each are there to warm up.
        int purses = Math.ceilDiv(vouchers, PAYMENTS_OF_A_PURSE - TOGETHER);
        try (var api = new Api(suite.gateway());
                var crowd = new Crowd(suite, api, run, purses, tills)) {
            var online = new Purchases(suite, api, run + "-on", PAYERS, SHOPS).atAll();
            int rounds = PAYMENTS_OF_A_PURSE / TOGETHER;
            System.out.printf("Signing %d vouchers%n", purses * rounds * TOGETHER);
            var warming = uploads(crowd, 1, "warm");
            var backlog = uploads(crowd, rounds - 1, "late");
            crowd.upload(warming);
            online.warmUp(WARM_UP_CALLERS);
            Awaitility.await().atMost(PATIENCE).until(() -> !isWaiting());
            measure(crowd, online, backlog);
        }
        return 0;
    }

    private void measure(Crowd crowd, Load online, List<Crowd.Upload> backlog) {
        var quiet = windows("alone", online);
        long began = System.nanoTime();
        var uploading = CompletableFuture.runAsync(() -> crowd.upload(backlog));
        var beside = window("beside " + waiting() + " vouchers", online);
        while (!uploading.isDone() || isWaiting()) {
            beside = beside.and(window("beside " + waiting() + " vouchers", online));
        }
        uploading.join();
        double seconds = (System.nanoTime() - began) / 1e9;
        quiet = quiet.and(windows("alone", online));
        long posted = count("""
                select count(*) from voucher_batch b join voucher_line l on l.batch_id = b.id
                where b.act_id like '%s-late-%%' and l.paid_fen is not null
                """.formatted(run));
        var figures = new LinkedHashMap<String, Object>();
        figures.put("posted", posted);
        figures.put(
                "uploaded",
                backlog.stream()
                        .mapToLong(each -> each.batch().header().content().count())
                        .sum());
        figures.put("tills", tills);
        figures.put("seconds", Math.round(seconds));
        figures.put("vouchersPerSecond", Math.round(posted / seconds));
        figures.put("onlinePerSecond", rate);
        figures.put("aloneP50Ms", quiet.ms(50));
        figures.put("aloneP99Ms", quiet.ms(99));
        figures.put("besideP50Ms", beside.ms(50));
        figures.put("besideP99Ms", beside.ms(99));
        figures.put("ratio", Math.round(100 * beside.ms(99) / quiet.ms(99)) / 100.0);
        System.out.println(JSON.writeValueAsString(figures));
    }

    private Load.Result windows(String what, Load online) {
        var all = window(what, online);
        for (int i = 1; i < alone; i++) {
            all = all.and(window(what, online));
        }
        return all;
    }

    private Load.Result window(String what, Load online) {
        var result = online.open(rate, WINDOW);
        result.told(what);
        return result;
    }

    private List<Crowd.Upload> uploads(Crowd crowd, int rounds, String name) {
        var items = IntStream.range(0, tills)
                .mapToObj(_ -> new ArrayList<Batch.Item>())
                .toList();
        for (int i = 0; i < rounds; i++) {
            var paid = crowd.pay(TOGETHER);
            IntStream.range(0, tills).forEach(till -> items.get(till).addAll(paid.get(till)));
        }
        return IntStream.range(0, tills)
                .boxed()
                .flatMap(till -> IntStream.range(0, Math.ceilDiv(items.get(till).size(), LARGEST_BATCH))
                        .mapToObj(n -> new Crowd.Upload(
                                till,
                                "%s-%s-%d-%d".formatted(run, name, till, n),
                                crowd.batch(till, part(items.get(till), n)))))
                .toList();
    }

    private static List<Batch.Item> part(List<Batch.Item> items, int n) {
        return items.subList(n * LARGEST_BATCH, Math.min(items.size(), (n + 1) * LARGEST_BATCH));
    }

    private boolean isWaiting() {
        return waiting() > 0 || count("select count(*) from voucher_settlement where state = 'ASKED'") > 0;
    }

    /// Whom nobody has judged.
    private long waiting() {
        return count("select coalesce(sum(vouchers), 0) from voucher_piece where queued_at is not null");
    }

    private long count(String query) {
        return Long.parseLong(Objects.requireNonNull(
                books.rows("payment", "select 'count', (" + query + ")").get("count")));
    }
}
