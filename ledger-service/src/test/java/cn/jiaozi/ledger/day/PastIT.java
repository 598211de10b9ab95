package cn.jiaozi.ledger.day;

import static cn.jiaozi.ledger.LedgerFixture.core;
import static cn.jiaozi.ledger.LedgerFixture.hold;
import static cn.jiaozi.ledger.LedgerFixture.leg;
import static cn.jiaozi.ledger.LedgerFixture.open;
import static cn.jiaozi.ledger.LedgerFixture.post;
import static cn.jiaozi.ledger.LedgerFixture.wallet;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.ledger.journal.JournalService;
import cn.jiaozi.testkit.TestTokens;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/// What the ledger says of the past.
@DayTest
class PastIT {
    private static final String CORE = "core:past:clearing";
    private static final String A = "wallet:past-1:available";
    private static final String B = "wallet:past-2:available";
    private static final String OPERATOR = TestTokens.of("clerk", "OPERATOR");

    private final JournalService journal;
    private final DayEnd dayEnd;
    private final DatabaseClient client;
    private final WebTestClient web;
    private final SetClock clock;

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Balance(long balanceFen, long height, Optional<LocalDate> accountingDate) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Trial(long height, LocalDate accountingDate, List<Row> rows, boolean balanced) {
        @JsonIgnoreProperties(ignoreUnknown = true)
        record Row(
                String subject, String operator, String branchCode, long accounts, long debitsFen, long creditsFen) {}
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Line(
            LocalDate accountingDate,
            String at,
            long height,
            String businessId,
            String txType,
            String side,
            long amountFen,
            long balanceAfterFen) {
        String csv() {
            return String.join(
                    ",",
                    accountingDate.toString(),
                    at,
                    Long.toString(height),
                    businessId,
                    txType,
                    side,
                    Long.toString(amountFen),
                    Long.toString(balanceAfterFen));
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Page(List<Line> lines, Optional<String> nextCursor) {}

    PastIT(JournalService journal, DayEnd dayEnd, DatabaseClient client, WebTestClient web, SetClock clock) {
        this.journal = journal;
        this.dayEnd = dayEnd;
        this.client = client;
        this.web = web.mutate()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(1 << 20))
                .build();
        this.clock = clock;
    }

    @BeforeEach
    void keepBooks() {
        decide(open(StepId.first("test:past", "open"), core("past"), wallet("past-1"), wallet("past-2")));
    }

    @Test
    void tellsTheBalanceAtAnyMoment() {
        LocalDate day = clock.newDay();
        var first = clock.instant().plusSeconds(10);
        var second = first.plusSeconds(10);
        long before = ask("/v1/accounts/" + A + "/balance", Balance.class).balanceFen();
        clock.set(first);
        decide(post("exchange:past1-" + day, leg(CORE, A, 100)), post("payment:past1-" + day, leg(A, B, 30)));
        clock.set(second);
        decide(post("payment:past2-" + day, leg(A, B, 5)), hold("payment:past3-" + day, leg(A, B, 50)));
        clock.set(second.plusSeconds(1));

        assertThat(balanceAt(A, first.minus(1, ChronoUnit.MICROS)).balanceFen()).isEqualTo(before);
        assertThat(balanceAt(A, first).balanceFen()).isEqualTo(before + 70);
        assertThat(balanceAt(A, first.plus(1, ChronoUnit.MICROS)).balanceFen()).isEqualTo(before + 70);
        assertThat(balanceAt(A, second.minus(1, ChronoUnit.MICROS)).balanceFen())
                .isEqualTo(before + 70);
        var last = balanceAt(A, second);
        assertThat(last.balanceFen()).isEqualTo(before + 65);
        assertThat(last.accountingDate()).contains(day);
        assertThat(ask("/v1/accounts/" + A + "/balance", Balance.class)).isEqualTo(last);

        var dawn = balanceAt(A, Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(dawn).isEqualTo(new Balance(0, 0, Optional.empty()));
    }

    @Test
    void givesTheTrialBalanceOfEachBlock() {
        long block = one("select block_number from shard");
        var random = new Random(7);
        for (int day = 0; day < 3; day++) {
            LocalDate date = clock.newDay();
            for (int n = 0; n < 4; n++) {
                String id = date + "-" + n;
                decide(
                        open(StepId.first("test:past-" + id, "open"), core("b" + day + n)),
                        post("exchange:t-" + id, leg(CORE, A, 100 + random.nextInt(100))),
                        post("exchange:u-" + id, leg("core:b" + day + n + ":clearing", B, 1 + random.nextInt(100))),
                        post("payment:t-" + id, leg(A, B, 1 + random.nextInt(50)), leg(A, CORE, 1)),
                        hold("redeem:t-" + id, leg(A, CORE, 2)));
                clock.set(clock.instant().plusSeconds(60));
            }
            if (day == 1) {
                dayEnd.close().block();
            }
        }
        long last = one("select block_number from shard");
        assertThat(last).isEqualTo(block + 12);

        LongStream.rangeClosed(Math.max(1, block), last).forEach(number -> {
            var trial = ask("/v1/trial-balance?block=" + number, Trial.class);
            assertThat(trial.balanced()).isTrue();
            assertThat(trial.rows().stream().filter(row -> row.debitsFen() + row.creditsFen() > 0))
                    .as("block %d", number)
                    .containsExactlyElementsOf(naive(trial.height(), trial.rows()));
        });
        assertThat(ask("/v1/trial-balance?block=" + last, Trial.class))
                .isEqualTo(ask("/v1/trial-balance", Trial.class));
        status("/v1/trial-balance?block=" + (last + 1), 404);
    }

    /// Every leg up to a height, one by one.
    private List<Trial.Row> naive(long height, List<Trial.Row> counted) {
        return requireNonNull(client.sql("""
                        select a.subject, a.operator, a.branch_code,
                            sum(case when j.debit_account = a.id then amount_fen else 0 end)::bigint as debits,
                            sum(case when j.credit_account = a.id then amount_fen else 0 end)::bigint as credits
                        from journal j
                        join account a on a.id in (j.debit_account, j.credit_account)
                        where j.height <= :height and j.kind in ('POST', 'CAPTURE', 'REVERSE')
                        group by 1, 2, 3
                        order by 1, 2, 3
                        """)
                .bind("height", height)
                .map(row -> new Trial.Row(
                        requireNonNull(row.get(0, String.class)),
                        requireNonNull(row.get(1, String.class)),
                        requireNonNull(row.get(2, String.class)),
                        counted.stream()
                                .filter(found -> found.branchCode().equals(row.get(2, String.class))
                                        && found.subject().equals(row.get(0, String.class)))
                                .mapToLong(Trial.Row::accounts)
                                .sum(),
                        requireNonNull(row.get(3, Long.class)),
                        requireNonNull(row.get(4, Long.class))))
                .all()
                .collectList()
                .block());
    }

    @Test
    void givesTheTrialBalanceOfAClosedDayForEver() {
        LocalDate day = clock.newDay();
        decide(post("exchange:d-" + day, leg(CORE, A, 40)));
        var standing = ask("/v1/trial-balance", Trial.class);
        status("/v1/trial-balance?date=" + day, 404);
        clock.newDay();
        journal.cut().block();
        dayEnd.close().block();

        assertThat(ask("/v1/trial-balance?date=" + day, Trial.class)).isEqualTo(standing);
        decide(
                open(StepId.first("test:past-" + day, "open"), core("late-" + day)),
                post("exchange:e-" + day, leg("core:late-" + day + ":clearing", A, 40)));
        assertThat(ask("/v1/trial-balance?date=" + day, Trial.class)).isEqualTo(standing);
    }

    @Test
    void streamsAStatementThatIsTheLinesOfItsDays() {
        LocalDate day = clock.newDay();
        decide(post("exchange:s0-" + day, leg(CORE, A, 5_000)));
        LocalDate second = clock.newDay();
        for (int batch = 0; batch < 12; batch++) {
            var requests = new ArrayList<LedgerRequest>();
            for (int n = 0; n < 50; n++) {
                // Two lines each, so that pages end between the legs of an entry as well.
                requests.add(post("payment:s-%s-%d-%d".formatted(day, batch, n), leg(A, B, 2), leg(B, A, 1)));
            }
            decide(requests.toArray(LedgerRequest[]::new));
        }
        clock.newDay();
        decide(post("exchange:s1-" + day, leg(CORE, A, 1)));

        var lines = linesOf(A).stream()
                .filter(line -> line.accountingDate().equals(second))
                .toList();
        assertThat(lines).hasSize(1200);
        var statement = statement(A, second, second, OPERATOR);

        assertThat(statement).hasSize(1203);
        assertThat(statement.getFirst())
                .isEqualTo("accountingDate,at,height,businessId,txType,side,amountFen,balanceAfterFen");
        assertThat(statement.subList(2, 1202))
                .containsExactlyElementsOf(
                        lines.reversed().stream().map(Line::csv).toList());
        long closing = lines.getFirst().balanceAfterFen();
        assertThat(statement.get(1)).isEqualTo("%s,,,,OPENING,,,%d".formatted(second, closing + 600));
        assertThat(statement.getLast()).isEqualTo("%s,,,,CLOSING,,,%d".formatted(second, closing));

        // All days, as the owner; and days on which nothing has moved or that are to come.
        String owner = TestTokens.of("party-past-1", "CUSTOMER");
        assertThat(statement(A, LocalDate.of(2026, 1, 1), clock.today(), owner))
                .hasSize(linesOf(A).size() + 3);
        assertThat(statement(A, LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 2), owner))
                .containsExactly(statement.getFirst(), "2026-01-01,,,,OPENING,,,0", "2026-01-02,,,,CLOSING,,,0");
        assertThat(statement(A, clock.today().plusDays(1), clock.today().plusDays(2), owner))
                .hasSize(3)
                .last()
                .asString()
                .endsWith(",CLOSING,,," + (closing + 1));
    }

    @ParameterizedTest
    @CsvSource({"party-past-1,CUSTOMER,200", "party-past-2,CUSTOMER,404", "clerk,OPERATOR,200", "eye,AUDITOR,200"})
    void showsAnAccountsPastToWhomItConcerns(String party, String role, int status) {
        String token = TestTokens.of(party, role);

        get("/v1/accounts/" + A + "/balance", token).expectStatus().isEqualTo(status);
        get("/v1/accounts/" + A + "/statement?from=2027-01-01&to=2027-01-02", token)
                .expectStatus()
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/accounts/wallet:past-1:available/balance?at=yesterday, at",
        "/v1/accounts/wallet:past-1:available/balance?at=2999-01-01T00:00:00Z, at",
        "/v1/accounts/wallet:past-1:available/balance?at=1999-12-31T23:59:59Z, at",
        "/v1/accounts/wallet:past-1:available/balance?at=-999999999-01-01T00:00:00Z, at",
        "/v1/accounts/wallet:past-1:available/balance?at=, at",
        "/v1/accounts/wallet:past-1:available/statement, from",
        "/v1/accounts/wallet:past-1:available/statement?from=2027-01-01, to",
        "/v1/accounts/wallet:past-1:available/statement?from=2027-02-30&to=2027-03-01, from",
        "/v1/accounts/wallet:past-1:available/statement?from=2027-01-01&to=99999-01-01, to",
        "/v1/accounts/wallet:past-1:available/statement?from=2027-01-02&to=2027-01-01, to",
        "/v1/trial-balance?block=0, block",
        "/v1/trial-balance?block=last, block",
        "/v1/trial-balance?block=99999999999999999999, block",
        "/v1/trial-balance?date=today, date",
        "/v1/trial-balance?date=2027-01-01&block=1, date",
        "/v1/gl-vouchers/today, date",
        "/v1/gl-vouchers/2027-13-01, date"
    })
    void refusesABadParameterByName(String path, String parameter) {
        get(path, OPERATOR)
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType("application/problem+json")
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(parameter);
    }

    @ParameterizedTest
    @CsvSource({"/v1/trial-balance?block=1", "/v1/gl-vouchers/2027-01-04"})
    void keepsTheBooksFromCustomers(String path) {
        get(path, TestTokens.of("party-past-1", "CUSTOMER")).expectStatus().isForbidden();
    }

    private Balance balanceAt(String address, Instant at) {
        return ask("/v1/accounts/" + address + "/balance?at=" + at, Balance.class);
    }

    private List<Line> linesOf(String address) {
        var lines = new ArrayList<Line>();
        var cursor = Optional.of("");
        while (cursor.isPresent()) {
            var page = ask("/v1/accounts/" + address + "/lines?limit=200" + cursor.get(), Page.class);
            lines.addAll(page.lines());
            cursor = page.nextCursor().map(next -> "&cursor=" + next);
        }
        return lines;
    }

    private List<String> statement(String address, LocalDate from, LocalDate to, String token) {
        return requireNonNull(get("/v1/accounts/" + address + "/statement?from=" + from + "&to=" + to, token)
                        .expectStatus()
                        .isOk()
                        .expectHeader()
                        .contentType("text/csv;charset=UTF-8")
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody())
                .lines()
                .toList();
    }

    private WebTestClient.ResponseSpec get(String path, String token) {
        return web.get().uri(path).header("Authorization", token).exchange();
    }

    private <T> T ask(String path, Class<T> type) {
        return requireNonNull(get(path, OPERATOR)
                .expectStatus()
                .isOk()
                .expectBody(type)
                .returnResult()
                .getResponseBody());
    }

    private void status(String path, int status) {
        get(path, OPERATOR).expectStatus().isEqualTo(status);
    }

    private void decide(LedgerRequest... batch) {
        journal.decide(List.of(batch)).block();
    }

    private long one(String sql) {
        return requireNonNull(client.sql(sql)
                .map(row -> requireNonNull(row.get(0, Long.class)))
                .one()
                .block());
    }
}
