package cn.jiaozi.e2e.settlement;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.e2e.Api;
import cn.jiaozi.e2e.Holders;
import cn.jiaozi.e2e.Median;
import cn.jiaozi.local.Running;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

/// A night's run of payouts through the whole suite: merchant-service plans and announces them, wallet-service has the
/// ledger hold the money, calls the bank core for each, and has it captured; from the asking until merchant-service has
/// heard that all are PAID. Merchants and their wallets are opened as any are; each round is the night to another
/// working day, for which their wallets are filled anew.
public final class PayingOut {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final String OPERATOR = "002";
    private static final String BRANCH = "0001";
    private static final int LEGS = 500;
    private static final JsonMapper JSON = new JsonMapper();

    private final Running suite;
    private final Api api;
    private final int merchants;
    private final int rounds;
    private final String run = "night-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    public PayingOut(Running suite, Api api, int merchants, int rounds) {
        this.suite = suite;
        this.api = api;
        this.merchants = merchants;
        this.rounds = rounds;
    }

    public Map<String, Object> measure() throws SQLException {
        System.out.printf("Opening %,d merchants%n", merchants);
        var holders = new Holders(suite, api, run);
        var shops = Holders.together(merchants, holders::shop);
        plan(shops.stream().map(Holders.Shop::number).toList());
        var wallets = shops.stream().map(shop -> shop.owner().walletId()).toList();
        var nights = nights();
        var rates = new ArrayList<Double>();
        for (int round = 0; round <= rounds; round++) {
            fill(wallets, round);
            double seconds = paid(nights.get(round), round);
            System.out.printf(
                    "%-24s %12.1f s, %6.0f a second%n",
                    round == 0 ? "warming up" : "round " + round, seconds, merchants / seconds);
            if (round > 0 || rounds == 0) {
                rates.add(merchants / seconds);
            }
        }
        return Map.of("payoutsPerSecond", Math.round(Median.of(rates)));
    }

    /// Every working day until yesterday, and from today on by hand alone: no run begins by itself.
    private void plan(List<String> numbers) throws SQLException {
        try (var connection = DriverManager.getConnection(suite.jdbc("merchant"));
                var statement = connection.prepareStatement("""
                        insert into payout_plan (merchant_no, effective_on, schedule, cut_off, keep_fen, minimum_fen,
                                                 put_by, put_at)
                        select no, plan.day, plan.schedule, plan.cut_off, 0, 1, 'bench', now()
                        from unnest(?) as no
                        cross join (values (date '2020-01-01', 'T1', time '00:00'), (?::date, 'MANUAL', null))
                            as plan (day, schedule, cut_off)
                        """)) {
            statement.setArray(1, connection.createArrayOf("text", numbers.toArray()));
            statement.setString(2, LocalDate.now(CHINA).toString());
            statement.executeUpdate();
        }
    }

    /// Without a calendar these are worked on.
    private static List<LocalDate> nights() {
        return Stream.iterate(LocalDate.now(CHINA).minusDays(1), day -> day.minusDays(1))
                .filter(day -> day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY)
                .limit(200)
                .toList();
    }

    /// By the ledger, five hundred wallets an entry; wallets are refilled out of the core's clearing.
    private void fill(List<String> wallets, int round) {
        var ids = IntStream.range(0, Math.ceilDiv(wallets.size(), LEGS))
                .mapToObj(n -> "bench:" + run + "-" + round + "-" + n)
                .toList();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        "localhost:" + suite.addresses().kafka(),
                        ProducerConfig.ACKS_CONFIG,
                        "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int n = 0; n < ids.size(); n++) {
                var some = wallets.subList(n * LEGS, Math.min(wallets.size(), (n + 1) * LEGS));
                byte[] request = JSON.writerFor(LedgerRequest.class)
                        .writeValueAsBytes(
                                new LedgerRequest.PostEntry(StepId.first(ids.get(n), "post"), entry(some, n * LEGS)));
                producer.send(new ProducerRecord<>(Topics.LEDGER_REQUEST, request))
                        .get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Awaitility.await("the wallets are filled").atMost(PATIENCE).until(() -> posted(ids) == ids.size());
    }

    private static EntrySpec entry(List<String> wallets, int first) {
        var clearing = Addresses.coreClearing(BRANCH);
        var legs = IntStream.range(0, wallets.size())
                .mapToObj(n -> new LegSpec(clearing, Addresses.wallet(wallets.get(n)), amountFen(first + n), false))
                .toList();
        var opens = new AccountSpec(
                clearing,
                Subject.CORE_CLEARING,
                OPERATOR,
                BRANCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return new EntrySpec(
                TxType.EXCHANGE_IN, OPERATOR, OPERATOR, BRANCH, legs, List.of(opens), now, now, Optional.empty());
    }

    private static long amountFen(int merchant) {
        return 10_000L + merchant;
    }

    private long posted(List<String> ids) throws SQLException {
        try (var connection = DriverManager.getConnection(suite.jdbc("ledger"));
                var statement = connection.prepareStatement("select count(*) from entry where business_id = any(?)")) {
            statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
            try (var found = statement.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        }
    }

    private double paid(LocalDate night, int round) {
        String path = "/v1/payout-runs/" + night;
        String operator = suite.token("bench-clerk", "OPERATOR");
        long began = System.nanoTime();
        var asked = api.put(operator, path, Map.of(), 0);
        if (asked.number("planned") != merchants) {
            throw new IllegalStateException("round " + round + " was answered " + asked.status() + " " + asked.body());
        }
        var done = Awaitility.await("all are paid")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> api.get(operator, path).body(),
                        body -> body.path("finished").asBoolean());
        double seconds = (System.nanoTime() - began) / 1e9;
        long fen = IntStream.range(0, merchants).mapToLong(PayingOut::amountFen).sum();
        var states = done.path("states");
        if (states.size() != 1
                || !states.path(0).path("state").asString().equals("PAID")
                || states.path(0).path("count").asLong() != merchants
                || states.path(0).path("amountFen").asLong() != fen) {
            throw new IllegalStateException("not all were paid, " + fen + " fen in sum: " + done);
        }
        return seconds;
    }
}
