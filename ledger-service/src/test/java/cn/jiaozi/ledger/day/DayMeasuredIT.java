package cn.jiaozi.ledger.day;

import static cn.jiaozi.ledger.LedgerFixture.leg;
import static cn.jiaozi.ledger.LedgerFixture.post;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.ledger.journal.JournalService;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.r2dbc.core.DatabaseClient;

/// How long it takes to close a day on which a million accounts have moved, alone and beside a writer that never rests,
/// and what the writer loses by it: `-Djiaozi.measure=true -Dit.test=DayMeasuredIT`.
@DayTest
@EnabledIfSystemProperty(named = "jiaozi.measure", matches = "true")
class DayMeasuredIT {
    private static final int ACCOUNTS = 1_000_000;
    private static final int BATCH = 200;
    private static final Duration ALONE = Duration.ofSeconds(30);

    private final JournalService journal;
    private final DayEnd dayEnd;
    private final DatabaseClient client;
    private final SetClock clock;
    private final Random random = new Random(1);
    private int written;

    DayMeasuredIT(JournalService journal, DayEnd dayEnd, DatabaseClient client, SetClock clock) {
        this.journal = journal;
        this.dayEnd = dayEnd;
        this.client = client;
        this.clock = clock;
    }

    @Test
    void closesADayOfAMillionAccounts() {
        clock.newDay();
        journal.cut().block();
        sql("""
                insert into account (
                    id, address, subject, operator, branch_code, floor_fen, debit_frozen, credit_frozen,
                    constraint_version, constrained_height, opened_at, debits_posted, credits_posted, debits_pending,
                    credits_pending)
                select s.account_count + i, 'wallet:m' || i || ':available', 'WALLET', '102',
                    lpad((i %% 100)::text, 4, '0'), -1000000000, false, false, 0, 0, now(), 0, 0, 0, 0
                from shard s cross join generate_series(1, %d) i
                """.formatted(ACCOUNTS));
        sql("update shard set account_count = account_count + " + ACCOUNTS);
        aDayOfTransfers();
        clock.newDay();
        journal.cut().block();
        long began = System.nanoTime();
        dayEnd.close().block();
        double alone = seconds(began);

        aDayOfTransfers();
        double before = throughput(() -> System.nanoTime() - startedAt < ALONE.toNanos());
        clock.newDay();
        var closing = CompletableFuture.supplyAsync(() -> {
            long beside = System.nanoTime();
            journal.cut().block();
            // A run of the job ends after some minutes; the next goes on.
            while (number("select count(*) from accounting_day where closed_at is null") > 0) {
                dayEnd.close().block();
            }
            return seconds(beside);
        });
        double during = throughput(() -> !closing.isDone());
        double after = throughput(() -> System.nanoTime() - startedAt < ALONE.toNanos());

        System.out.printf(
                "MEASURED %d accounts, %d transfers a day: closed alone in %.1f s, beside the writer in %.1f s;"
                        + " entries/s %.0f before, %.0f during, %.0f after: %.1f %% lost%n",
                ACCOUNTS,
                ACCOUNTS,
                alone,
                closing.join(),
                before,
                during,
                after,
                100 - 200 * during / (before + after));
        assertThat(number("select count(*) from day_balance")).isGreaterThanOrEqualTo(2L * ACCOUNTS);
    }

    private long startedAt;

    private double throughput(BooleanSupplier going) {
        startedAt = System.nanoTime();
        int from = written;
        while (going.getAsBoolean()) {
            journal.decide(IntStream.range(0, BATCH)
                            .mapToObj(_ -> post(
                                    "payment:m-" + written++,
                                    leg(anyWallet(0, ACCOUNTS / 2), anyWallet(ACCOUNTS / 2, ACCOUNTS), 1)))
                            .toList())
                    .block();
        }
        return (written - from) / seconds(startedAt);
    }

    private String anyWallet(int from, int to) {
        return "wallet:m" + random.nextInt(from + 1, to + 1) + ":available";
    }

    /// Every account pays one and is paid by one, in no order.
    private void aDayOfTransfers() {
        sql("""
                set statement_timeout = 0;
                insert into journal (
                    height, leg_no, attempt, debit_account, credit_account, amount_fen, debit_balance_fen,
                    credit_balance_fen, requested_at, authorized_at, at, accounting_date, may_exceed_cap, kind, tx_type,
                    business_id, step, payer_operator, payee_operator, branch_code)
                select s.height + row_number() over (), 1, 1, s.account_count - %1$d + i,
                    s.account_count - %1$d + 1 + (i + 7918) %% %1$d, 100, 0, 0, now(), now(), now(), s.accounting_date,
                    false, 'POST', 'P2P', 'payment:' || s.height || '-' || i, 'post', '102', '102', '0200'
                from shard s cross join (select i from generate_series(1, %1$d) i order by random()) x;
                update shard set height = height + %1$d
                """.formatted(ACCOUNTS));
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private void sql(String sql) {
        client.sql(sql).then().block();
    }

    private long number(String sql) {
        return requireNonNull(client.sql(sql)
                .map(row -> requireNonNull(row.get(0, Long.class)))
                .one()
                .block());
    }
}
