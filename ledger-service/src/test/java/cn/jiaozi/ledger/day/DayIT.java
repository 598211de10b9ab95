package cn.jiaozi.ledger.day;

import static cn.jiaozi.ledger.LedgerFixture.capture;
import static cn.jiaozi.ledger.LedgerFixture.core;
import static cn.jiaozi.ledger.LedgerFixture.hold;
import static cn.jiaozi.ledger.LedgerFixture.leg;
import static cn.jiaozi.ledger.LedgerFixture.open;
import static cn.jiaozi.ledger.LedgerFixture.post;
import static cn.jiaozi.ledger.LedgerFixture.release;
import static cn.jiaozi.ledger.LedgerFixture.reverse;
import static cn.jiaozi.ledger.LedgerFixture.wallet;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.LedgerDay;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.ledger.journal.JournalService;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.JsonPathAssertions;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;

@DayTest
class DayIT {
    private static final String CORE = "core:day:clearing";
    private static final String A = "wallet:day-1:available";
    private static final String B = "wallet:day-2:available";
    private static final String OPERATOR = TestTokens.of("clerk", "OPERATOR");

    private final JournalService journal;
    private final DayEnd dayEnd;
    private final DatabaseClient client;
    private final WebTestClient web;
    private final MeterRegistry metrics;
    private final SetClock clock;

    DayIT(
            JournalService journal,
            DayEnd dayEnd,
            DatabaseClient client,
            WebTestClient web,
            MeterRegistry metrics,
            SetClock clock) {
        this.journal = journal;
        this.dayEnd = dayEnd;
        this.client = client;
        this.web = web;
        this.metrics = metrics;
        this.clock = clock;
    }

    @BeforeEach
    void keepBooks() {
        decide(open(StepId.first("test:day", "open"), core("day"), wallet("day-1"), wallet("day-2")));
    }

    @Test
    void cutsTheDayAtMidnight() {
        LocalDate day = clock.newDay();
        Instant midnight = SetClock.midnight(day.plusDays(1));
        clock.set(midnight.minus(1, ChronoUnit.MICROS));
        decide(post("exchange:day-before", leg(CORE, A, 5)));
        clock.set(midnight);
        decide(post("exchange:day-after", leg(CORE, A, 6)));

        assertThat(dateOf("exchange:day-before")).isEqualTo(day);
        assertThat(dateOf("exchange:day-after")).isEqualTo(day.plusDays(1));
        assertThat(one("select last_height from accounting_day where accounting_date = '" + day + "'"))
                .isEqualTo(one("select height from entry where business_id = 'exchange:day-before'"));
        assertThat(one("select count(*) from accounting_day where accounting_date = '" + day + "' and cut_at = '"
                        + midnight + "'"))
                .isEqualTo(1);
    }

    @Test
    void cutsADayByHandBeforeItsMidnight() {
        LocalDate day = clock.newDay();
        decide(post("exchange:hand-1-" + day, leg(CORE, A, 5)));

        cut(day).isOk()
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("CUT")
                .jsonPath("$.cutBy")
                .isEqualTo("clerk");
        decide(post("exchange:hand-2-" + day, leg(CORE, A, 6)));
        cut(day).isOk().expectBody().jsonPath("$.cutBy").isEqualTo("clerk");
        close();

        assertThat(dateOf("exchange:hand-1-" + day)).isEqualTo(day);
        assertThat(dateOf("exchange:hand-2-" + day)).isEqualTo(day.plusDays(1));
        state(day).isEqualTo("CLOSED");
        state(day.plusDays(1)).isEqualTo("OPEN");
        cut(day.plusDays(1))
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("date");
        // Midnight finds the day cut already.
        clock.newDay();
        decide(post("exchange:hand-3-" + day, leg(CORE, A, 7)));
        assertThat(dateOf("exchange:hand-3-" + day)).isEqualTo(day.plusDays(1));
    }

    @Test
    void knowsNoDayThatNeverWas() {
        web.get()
                .uri("/v1/accounting-days/2019-01-01")
                .header("Authorization", OPERATOR)
                .exchange()
                .expectStatus()
                .isNotFound();
        cut(LocalDate.of(2019, 1, 1)).isNotFound();
    }

    private StatusAssertions cut(LocalDate day) {
        return web.put()
                .uri("/v1/accounting-days/" + day + "/cut")
                .header("Authorization", OPERATOR)
                .exchange()
                .expectStatus();
    }

    private JsonPathAssertions state(LocalDate day) {
        return web.get()
                .uri("/v1/accounting-days/" + day)
                .header("Authorization", OPERATOR)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.state");
    }

    @Test
    void tellsOthersOfADayThatItHasClosed() {
        LocalDate day = clock.newDay();
        decide(post("exchange:told-1-" + day, leg(CORE, A, 5)), hold("exchange:told-2-" + day, leg(CORE, A, 6)));
        clock.newDay();
        journal.cut().block();
        close();

        try (var events = new EventsAwaited()) {
            var told = events.await(
                    Topics.LEDGER_DAY, LedgerDay.class, closed -> closed.date().equals(day));
            assertThat(told.lastHeight() - told.afterHeight()).isEqualTo(2);
            assertThat(told.lastHeight())
                    .isEqualTo(one("select max(height) from entry where accounting_date = '" + day + "'"));
            assertThat(told.postedFen()).isEqualTo(5);
            assertThat(told.lastBlock())
                    .isEqualTo(one("select max(number) from block where first <= " + told.lastHeight()));
        }
    }

    @Test
    void cutsEachDayOnWhichNobodyCame() {
        LocalDate day = clock.newDay();
        decide(post("exchange:day-alone", leg(CORE, A, 5)));
        clock.set(SetClock.midnight(day.plusDays(3)));

        journal.cut().block();
        journal.cut().block();
        close();

        assertThat(one("select count(*) from accounting_day where accounting_date >= '" + day
                        + "' and closed_at is not null"))
                .isEqualTo(3);
        assertThat(one("select count(distinct last_height) from accounting_day where accounting_date >= '" + day + "'"))
                .isEqualTo(1);
        assertThat(vouchers(day.plusDays(1)).lines().skip(1))
                .containsExactly(
                        ",%s,,,合计,D,0,0.00,0".formatted(day.plusDays(1)),
                        ",%s,,,合计,C,0,0.00,0".formatted(day.plusDays(1)));
    }

    @Test
    void putsNoEntryIntoTwoDaysWhileManyBatchesCome() throws Exception {
        LocalDate day = clock.newDay();
        Instant midnight = SetClock.midnight(day.plusDays(1));
        clock.set(midnight.minusMillis(60));
        try (var many = Executors.newFixedThreadPool(4)) {
            var batches = IntStream.range(0, 120)
                    .<Callable<Boolean>>mapToObj(n -> () -> {
                        clock.set(clock.instant().plusMillis(1));
                        decide(IntStream.range(0, 5)
                                .mapToObj(i -> post("exchange:day-" + day + "-" + n + "-" + i, leg(CORE, A, 1)))
                                .toArray(LedgerRequest[]::new));
                        return true;
                    })
                    .toList();
            for (var done : many.invokeAll(batches)) {
                assertThat(done.get()).isTrue();
            }
        }

        String today = "accounting_date = '" + day + "'";
        String tomorrow = "accounting_date = '" + day.plusDays(1) + "'";
        assertThat(one("select count(*) from entry where " + today)).isPositive();
        assertThat(one("select count(*) from entry where " + tomorrow)).isPositive();
        assertThat(one("select count(*) from entry where business_id like 'exchange:day-" + day + "-%'"))
                .isEqualTo(600);
        assertThat(one("select last_height from accounting_day where " + today))
                .isEqualTo(one("select max(height) from entry where " + today))
                .isEqualTo(one("select min(height) - 1 from entry where " + tomorrow));
        assertThat(one("select count(*) from entry where at >= '" + midnight + "' and " + today))
                .isZero();
        assertThat(one("select count(*) from entry where at < '" + midnight + "' and " + tomorrow))
                .isZero();
    }

    @Test
    void closesDaysWithWhatTheJournalSays() {
        LocalDate first = clock.newDay();
        var random = new Random(20261128);
        for (int day = 0; day < 4; day++) {
            for (int batch = 0; batch < 3; batch++) {
                String id = first + "-" + day + "-" + batch;
                decide(aBatch(id, random));
                clock.set(clock.instant().plusSeconds(3600));
            }
            clock.newDay();
        }
        journal.cut().block();

        close();

        // Counted anew, by the date of each leg alone.
        assertThat(one("""
                        with leg as (
                            select accounting_date, debit_account as account_id, amount_fen as debit, 0 as credit
                            from journal where kind in ('POST', 'CAPTURE', 'REVERSE')
                            union all
                            select accounting_date, credit_account, 0, amount_fen
                            from journal where kind in ('POST', 'CAPTURE', 'REVERSE')
                        )
                        select count(*)
                        from accounting_day d
                        cross join account a
                        cross join lateral (
                            select coalesce(sum(debit), 0) as debits, coalesce(sum(credit), 0) as credits,
                                coalesce(sum(debit) filter (where l.accounting_date = d.accounting_date), 0) as on_day
                            from leg l where l.account_id = a.id and l.accounting_date <= d.accounting_date) naive
                        left join lateral (
                            select * from day_balance b
                            where b.account_id = a.id and b.accounting_date <= d.accounting_date
                            order by accounting_date desc limit 1) b on true
                        where d.closed_at is not null and (
                            coalesce(b.debits_fen, 0) <> naive.debits or coalesce(b.credits_fen, 0) <> naive.credits
                            or (b.accounting_date = d.accounting_date and b.day_debits_fen <> naive.on_day))
                        """)).isZero();
        assertThat(one("""
                        with naive as (
                            select d.accounting_date, a.branch_code, a.subject, a.operator,
                                sum(case when j.debit_account = a.id then amount_fen else 0 end) as debits,
                                sum(case when j.credit_account = a.id then amount_fen else 0 end) as credits
                            from accounting_day d
                            join journal j on j.height <= d.last_height and j.kind in ('POST', 'CAPTURE', 'REVERSE')
                            join account a on a.id in (j.debit_account, j.credit_account)
                            where d.closed_at is not null
                            group by 1, 2, 3, 4
                        )
                        select count(*)
                        from naive n
                        full join day_trial t using (accounting_date, branch_code, subject, operator)
                        where n.debits is distinct from t.closing_debits_fen
                            or n.credits is distinct from t.closing_credits_fen
                        """)).isZero();
        assertThat(one("select count(*) from accounting_day where closed_at is null"))
                .isZero();
        assertThat(one("select count(*) from day_leg")).isZero();
    }

    private static LedgerRequest[] aBatch(String id, Random random) {
        var batch = new ArrayList<LedgerRequest>();
        batch.add(post("exchange:in-" + id, leg(CORE, A, 1000 + random.nextInt(500))));
        for (int n = 0; n < 5; n++) {
            int fen = 1 + random.nextInt(50);
            batch.add(
                    random.nextBoolean()
                            ? post("payment:" + id + n, leg(A, B, fen), leg(A, CORE, 1))
                            : hold("payment:" + id + n, leg(A, B, fen)));
        }
        batch.add(hold("redeem:c-" + id, leg(A, CORE, 3)));
        batch.add(capture("redeem:c-" + id));
        batch.add(hold("redeem:v-" + id, leg(A, CORE, 4)));
        batch.add(release("redeem:v-" + id));
        batch.add(post("payment:r-" + id, leg(A, B, 7)));
        batch.add(reverse("payment:r-" + id));
        return batch.toArray(LedgerRequest[]::new);
    }

    @Test
    void writesTheSameVouchersWheneverItIsAsked() {
        LocalDate day = clock.newDay();
        decide(
                open(StepId.first("test:day-v", "open"), core("0077")),
                post("exchange:v1-" + day, leg("core:0077:clearing", A, 123_456)),
                post("payment:v1-" + day, leg(A, B, 7), leg(A, "core:0077:clearing", 50)));
        askFor(day).expectStatus().isNotFound();
        clock.newDay();
        journal.cut().block();
        close();

        String file = vouchers(day);
        String plain = day.toString().replace("-", "");
        assertThat(file).endsWith("\r\n");
        assertThat(file.lines())
                .containsExactly(
                        "voucherNo,accountingDate,branchCode,subjectCode,subjectName,side,amountFen,amount,entryCount",
                        plain + "-000001," + day + ",0077,A3,与核心清算,D,123456,1234.56,1",
                        plain + "-000002," + day + ",0077,A3,与核心清算,C,50,0.50,1",
                        plain + "-000003," + day + ",0200,L1,钱包可用,D,57,0.57,2",
                        plain + "-000004," + day + ",0200,L1,钱包可用,C,123463,1234.63,2",
                        "," + day + ",,,合计,D,123513,1235.13,3",
                        "," + day + ",,,合计,C,123513,1235.13,3");

        decide(post("exchange:v2-" + day, leg(CORE, A, 1)));
        clock.newDay();
        journal.cut().block();
        close();
        assertThat(vouchers(day)).isEqualTo(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update day_balance set debits_fen = debits_fen + 1 where accounting_date = ",
                "delete from day_balance where accounting_date = ",
                "insert into day_balance select 0, accounting_date, 0, 0, 0, 0 from accounting_day where accounting_date = ",
                "update day_trial set debits_fen = debits_fen + 1 where accounting_date = ",
                "delete from day_trial where accounting_date = ",
                "insert into day_trial select accounting_date, 'x', 'WALLET', 'x', 0, 0, 0, 0, 0, 0 from accounting_day"
                        + " where accounting_date = ",
                "update accounting_day set closed_at = null where accounting_date = ",
                "update accounting_day set last_height = last_height + 1 where accounting_date = ",
                "delete from accounting_day where accounting_date = ",
                "truncate day_balance; select date ",
                "truncate day_trial; select date ",
                "truncate accounting_day cascade; select date "
            })
    void changesNothingOfAClosedDay(String sql) {
        LocalDate day = clock.newDay();
        decide(post("exchange:i-" + day, leg(CORE, A, 5)));
        clock.newDay();
        journal.cut().block();
        close();

        assertThatThrownBy(() -> client.sql(sql + "'" + day + "'").then().block())
                .hasRootCauseMessage(
                        sql.startsWith("truncate")
                                ? sql.replaceAll("truncate (\\w+).*", "$1 is kept for ever")
                                : sql.contains("accounting_day set") || sql.startsWith("delete from accounting_day")
                                        ? "what accounting day " + day + " was is not changed any more"
                                        : "a closed accounting day is not changed any more");
    }

    @Test
    void leavesADayOpenThatDoesNotBalance() {
        LocalDate day = clock.newDay();
        decide(post("exchange:u-" + day, leg(CORE, A, 5)));
        long height = one("select height from shard");
        client.sql("update journal set debit_account = 999999 where height = " + height)
                .then()
                .block();
        clock.newDay();
        journal.cut().block();
        double before = metrics.counter("jiaozi.ledger.day.unbalanced").count();

        close();

        assertThat(metrics.counter("jiaozi.ledger.day.unbalanced").count()).isGreaterThan(before);
        askFor(day).expectStatus().isNotFound();

        // As the runbook says: once the journal is right again, the day is counted anew.
        client.sql("update journal set debit_account = (select id from account where address = '" + CORE
                        + "') where height = " + height)
                .then()
                .block();
        client.sql("delete from day_balance where accounting_date = '" + day + "'")
                .then()
                .block();
        client.sql("delete from day_trial where accounting_date = '" + day + "'")
                .then()
                .block();
        client.sql("truncate day_leg").then().block();
        client.sql("""
                        update accounting_day d set posted_fen = 0, counted_account = 0, counted_height = (
                            select coalesce(max(last_height), 0) from accounting_day e
                            where e.accounting_date < d.accounting_date)
                        where closed_at is null
                        """).then().block();
        close();
        assertThat(vouchers(day).lines()).hasSize(5);
    }

    private WebTestClient.ResponseSpec askFor(LocalDate day) {
        return web.get()
                .uri("/v1/gl-vouchers/" + day)
                .header("Authorization", OPERATOR)
                .exchange();
    }

    private String vouchers(LocalDate day) {
        return requireNonNull(askFor(day)
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType("text/csv;charset=UTF-8")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    private void decide(LedgerRequest... batch) {
        journal.decide(List.of(batch)).block();
    }

    private void close() {
        dayEnd.close().block();
    }

    private LocalDate dateOf(String businessId) {
        return requireNonNull(client.sql("select accounting_date from entry where business_id = :id")
                .bind("id", businessId)
                .map(row -> requireNonNull(row.get(0, LocalDate.class)))
                .one()
                .block());
    }

    private long one(String sql) {
        return requireNonNull(client.sql(sql)
                .map(row -> requireNonNull(row.get(0, Long.class)))
                .one()
                .block());
    }
}
