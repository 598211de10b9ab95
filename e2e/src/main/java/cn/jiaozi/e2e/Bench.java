package cn.jiaozi.e2e;

import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.e2e.offline.BenchOffline;
import cn.jiaozi.local.Running;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/// `./jiaozi bench idle`: how long one payment takes, from request to final answer, when nothing else happens;
/// beside it, in the same run, what one hand-written SQL transaction for the same transfer takes on
/// the same PostgreSQL. `./jiaozi bench payments` is [BenchPayments], `./jiaozi bench offline` is [BenchOffline],
/// `./jiaozi bench backlog` is [BenchBacklog].
public final class Bench {
    private static final int WARM_UP = 1_000;
    private static final int PAYMENTS = 200;

    private Bench() {}

    public static void main(String[] args) throws SQLException {
        String which = args.length == 0 ? "" : args[0];
        if (which.equals("idle")) {
            idle(Running.find());
            return;
        }
        System.exit(
                switch (which) {
                    case "payments" -> run(new BenchPayments(Running.find()), args);
                    case "offline" -> run(new BenchOffline(Running.find()), args);
                    case "backlog" -> run(new BenchBacklog(Running.find()), args);
                    default -> {
                        System.err.println(
                                "usage: ./jiaozi bench idle | payments | offline | backlog; each explains itself with --help");
                        yield 2;
                    }
                });
    }

    private static int run(Object bench, String[] args) {
        return new CommandLine(bench).execute(Arrays.copyOfRange(args, 1, args.length));
    }

    private static void idle(Running suite) throws SQLException {
        try (var api = new Api(suite.gateway());
                var baseline = new Baseline(jdbc(suite), 1, 2)) {
            idle(suite, api, baseline);
        }
    }

    static String jdbc(Running suite) {
        return "jdbc:postgresql://localhost:" + suite.addresses().postgres() + "/postgres?user=postgres";
    }

    private static void idle(Running suite, Api api, Baseline baseline) throws SQLException {
        String run = "%06d".formatted(ThreadLocalRandom.current().nextInt(1_000_000));
        String token = suite.token("demo-zhang-san", "CUSTOMER");
        String other = suite.token("bench-" + run, "CUSTOMER");
        String from = api.put(
                        token,
                        "/v1/wallet-openings/demo-opening-zhang",
                        Map.of(
                                "walletClass", "CLASS_II",
                                "phone", "13800000001",
                                "name", "张三",
                                "idType", "IT01",
                                "idNo", "110101199003070011",
                                "bankAccount", Map.of("accountNo", "6222020000000001")))
                .text("walletId");
        String to = api.put(
                        other,
                        "/v1/wallet-openings/bench-" + run,
                        Map.of(
                                "walletClass",
                                "CLASS_IV",
                                "phone",
                                "139" + ThreadLocalRandom.current().nextInt(10_000_000, 99_999_999)))
                .text("walletId");
        must(api.put(
                token,
                "/v1/wallets/" + from + "/exchanges/bench-" + run,
                Map.of("kind", "EXCHANGE_IN", "amountFen", WARM_UP + PAYMENTS)));

        api.device(token, "bench-" + run);
        for (int i = 0; i < WARM_UP; i++) {
            must(pay(api, token, "warm-" + run + "-" + i, from, to));
            baseline.transfer();
        }
        // Longest expected value 60 s, two significant digits, in microseconds.
        var payments = new Histogram(60_000_000L, 2);
        var transfers = new Histogram(60_000_000L, 2);
        for (int i = 0; i < PAYMENTS; i++) {
            long began = System.nanoTime();
            must(pay(api, token, "idle-" + run + "-" + i, from, to));
            long paid = System.nanoTime();
            baseline.transfer();
            payments.recordValue((paid - began) / 1000);
            transfers.recordValue((System.nanoTime() - paid) / 1000);
        }
        api.put(token, "/v1/devices/bench-" + run + "/revocation", Map.of());
        System.out.printf("%-44s %8s %8s %8s%n", "one at a time, ms", "p50", "p90", "p99");
        row("payment through the gateway, five services", payments);
        row("baseline: one SQL transaction per transfer", transfers);
        double p50 = ms(payments, 50);
        double baselineP50 = ms(transfers, 50);
        System.out.println(new JsonMapper()
                .writeValueAsString(Map.of(
                        "idleP50Ms", p50,
                        "idleP99Ms", ms(payments, 99),
                        "baselineP50Ms", baselineP50,
                        "ratio", Math.round(10 * p50 / baselineP50) / 10.0,
                        "payments", PAYMENTS)));
    }

    private static Answer pay(Api api, String token, String id, String from, String to) {
        return api.put(
                token,
                "/v1/payments/" + id,
                Map.of("kind", "P2P", "payerWalletId", from, "payeeWalletId", to, "amountFen", 1));
    }

    private static void must(Answer answer) {
        if (!answer.text("state").equals("SUCCEEDED")) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
    }

    private static void row(String what, Histogram times) {
        System.out.printf("%-44s %8.1f %8.1f %8.1f%n", what, ms(times, 50), ms(times, 90), ms(times, 99));
    }

    private static double ms(Histogram times, double percentile) {
        return Math.round(times.getValueAtPercentile(percentile) / 100.0) / 10.0;
    }
}
