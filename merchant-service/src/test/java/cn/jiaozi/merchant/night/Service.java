package cn.jiaozi.merchant.night;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.chassis.Json;
import cn.jiaozi.chassis.Relay;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.springframework.context.ApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;

/// merchant-service, whose jobs, inboxes and relay do what they do when the test says so, instead of by the clock and
/// by Kafka.
final class Service {
    private final ApplicationContext context;
    private final Map<String, Supplier<Mono<Void>>> jobs = new HashMap<>();
    final WebTestClient http;
    final DatabaseClient client;
    final SetClock clock;
    final Death death;

    Service(ApplicationContext context, WebTestClient http, DatabaseClient client, SetClock clock, Death death) {
        this.context = context;
        this.http = http;
        this.client = client;
        this.clock = clock;
        this.death = death;
    }

    /// From now on nothing happens by itself.
    @SuppressWarnings("unchecked")
    void stopClockwork() {
        var clockwork = context.getBean(Jobs.class);
        clockwork.stop();
        context.getBean(Relay.class).stop();
        for (var job : (List<Object>) field(clockwork, "jobs")) {
            jobs.put((String) field(job, "name"), (Supplier<Mono<Void>>) field(job, "work"));
        }
    }

    private static Object field(Object of, String name) {
        return Objects.requireNonNull(ReflectionTestUtils.getField(of, name));
    }

    /// The very work of a job, once.
    void work(String job) {
        Objects.requireNonNull(jobs.get(job), job).get().block();
    }

    /// What an inbox is handed at once.
    @SuppressWarnings("unchecked")
    void hand(String inbox, List<?> events) {
        var bodies = events.stream()
                .map(event -> Json.write(event).getBytes(StandardCharsets.UTF_8))
                .toList();
        ((Consumer<Message<List<byte[]>>>) context.getBean(inbox, Consumer.class))
                .accept(MessageBuilder.withPayload(bodies).build());
    }

    /// A line of the outbox: topic, key, whom it wakes, JSON.
    record Line(String topic, String json) {}

    List<Line> announced() {
        return rows("select lines from outbox order by seq").stream()
                .flatMap(String::lines)
                .map(line -> line.split("\t", 4))
                .map(parts -> new Line(parts[0], parts[3]))
                .toList();
    }

    void forgetAnnounced() {
        run("delete from outbox");
    }

    List<String> rows(String query) {
        return Objects.requireNonNull(
                client.sql(query).mapValue(String.class).all().collectList().block());
    }

    void run(String statement) {
        client.sql(statement).then().block();
    }

    /// Until the database has noticed that somebody is dead, and has rolled back: a process takes longer to start than
    /// that, and who comes earlier finds rows that are still locked.
    void awaitBurial() {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(20))
                .until(() -> rows("""
                        select pid::text from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null
                          and backend_type = 'client backend'
                        """).isEmpty());
    }

    /// Nothing that any night has left is there any more.
    void forget() {
        run("""
            do $$ begin
                set local session_replication_role = replica;
                delete from payout; delete from payout_turnover; delete from sale; delete from fee;
                delete from fee_refund_waiting; delete from asked; delete from outbox; delete from audit_line;
                delete from book_leg; delete from book_hold; delete from book_payment; delete from book_day;
                delete from ledger_checkpoint; delete from bill_download; delete from bill_rendition;
                delete from bill_piece; delete from bill; delete from merchant_day; delete from bill_day_checkpoint;
                delete from bill_day; delete from core_line; delete from core_file; delete from reconciliation;
                delete from reconciliation_hold; delete from reconciliation_found; delete from reconciliation_total;
                delete from reconciliation_item; delete from remedy;
            end $$
            """);
        assertThat(rows("select count(*)::text from payout")).containsExactly("0");
    }
}
