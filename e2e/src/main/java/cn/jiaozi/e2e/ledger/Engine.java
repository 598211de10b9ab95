package cn.jiaozi.e2e.ledger;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.chassis.Relay;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.ledger.LedgerApplication;
import cn.jiaozi.ledger.journal.JournalService;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.r2dbc.core.DatabaseClient;
import tools.jackson.databind.json.JsonMapper;

/// The ledger without Kafka: ledger-service's own context in a JVM with its libraries and flags, in which batches are
/// decided one after another. It prints a line a window.
public final class Engine {
    /// What a line of the output begins with when it is a figure and no log.
    static final String MARK = "engine ";

    private final JournalService journal;
    private final DatabaseClient client;
    private final int batch;

    /// What the child is to do, as its argument.
    ///
    /// @param noun what the business ids begin with
    record Order(
            String noun,
            Numbers accounts,
            int batch,
            int seconds,
            int warmUpSeconds,
            int rounds,
            List<Workload> workloads) {
        private static final JsonMapper JSON = new JsonMapper();

        static Order read(String argument) {
            return JSON.readValue(argument, Order.class);
        }

        String argument() {
            return JSON.writeValueAsString(this);
        }
    }

    private Engine(JournalService journal, DatabaseClient client, int batch) {
        this.journal = journal;
        this.client = client;
        this.batch = batch;
    }

    public static void main(String[] args) {
        var order = Order.read(args[0]);
        var context = SpringApplication.run(
                LedgerApplication.class,
                "--server.port=0",
                "--spring.cloud.stream.bindings.requests-in-0.consumer.auto-startup=false");
        // What is announced stays where it is: sending it is not the engine's work.
        context.getBean(Relay.class).stop();
        var engine =
                new Engine(context.getBean(JournalService.class), context.getBean(DatabaseClient.class), order.batch());
        engine.run(order);
        System.exit(SpringApplication.exit(context));
    }

    private void run(Order order) {
        var at = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Map<Workload, Script<LedgerRequest>> scripts = new EnumMap<>(Workload.class);
        for (var workload : order.workloads()) {
            var requests = new LedgerRequests(order.noun() + workload.letter(), at);
            scripts.put(workload, new Script<>(workload, order.accounts(), requests));
        }
        long warmUp = Duration.ofSeconds(order.warmUpSeconds()).toNanos()
                / order.workloads().size();
        scripts.values().forEach(script -> window(script, Duration.ofNanos(warmUp)));
        for (int round = 0; round < order.rounds(); round++) {
            scripts.forEach((workload, script) -> {
                var rate = window(script, Duration.ofSeconds(order.seconds())).perSecond();
                System.out.println(MARK + workload + " " + rate);
            });
        }
    }

    private Throughput window(Script<LedgerRequest> script, Duration during) {
        long before = height();
        long began = System.nanoTime();
        long end = began + during.toNanos();
        long entries = 0;
        while (System.nanoTime() < end) {
            var requests = new ArrayList<LedgerRequest>(batch);
            for (int i = 0; i < batch; i++) {
                requests.add(script.next());
            }
            journal.decide(requests).block();
            entries += batch;
        }
        var took = Duration.ofNanos(System.nanoTime() - began);
        if (height() - before != entries) {
            throw new IllegalStateException(entries + " entries were asked for, and " + (height() - before) + " made");
        }
        client.sql("truncate outbox").then().block();
        client.sql("checkpoint").then().block();
        return new Throughput(entries, took);
    }

    private long height() {
        return requireNonNull(client.sql("select height from shard")
                .map(row -> requireNonNull(row.get("height", Long.class)))
                .one()
                .block());
    }
}
