package cn.jiaozi.ledger.statement;

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
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.testkit.TestTokens;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

@ServiceTest
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class StatementIT {
    private static final String A = "wallet:st-1:available";
    private static final String B = "wallet:st-2:available";
    private static final String OPERATOR = TestTokens.of("clerk", "OPERATOR");

    private final JournalService journal;
    private final StatementStore statements;
    private final WebTestClient web;
    private final DatabaseClient client;
    private final TransactionalOperator transaction;

    StatementIT(
            JournalService journal,
            StatementStore statements,
            WebTestClient web,
            DatabaseClient client,
            TransactionalOperator transaction) {
        this.journal = journal;
        this.statements = statements;
        this.web = web;
        this.client = client;
        this.transaction = transaction;
    }

    @BeforeEach
    void keepBooks() {
        var requests = new ArrayList<LedgerRequest>();
        requests.add(open(StepId.first("test:st", "open"), core("st"), wallet("st-1"), wallet("st-2")));
        requests.add(post("exchange:st-1", leg("core:st:clearing", A, 100)));
        LongStream.rangeClosed(1, 5).forEach(n -> requests.add(post("payment:st-" + n, leg(A, B, n))));
        requests.add(hold("redeem:st-1", leg(A, "core:st:clearing", 20)));
        requests.add(new LedgerRequest.ConstrainAccount(StepId.first("test:st", "freeze"), A, false, true, 30, 1));
        journal.decide(requests).block();
    }

    private WebTestClient.ResponseSpec get(String path, String token) {
        return web.get().uri(path).header("Authorization", token).exchange();
    }

    @ParameterizedTest
    @CsvSource({
        "party-st-1,CUSTOMER,200",
        "party-st-2,CUSTOMER,404",
        "party-st-2,MERCHANT,404",
        "clerk,OPERATOR,200",
        "eye,AUDITOR,200"
    })
    void showsAnAccountToWhomItConcerns(String party, String role, int status) {
        String token = TestTokens.of(party, role);

        get("/v1/accounts/" + A, token).expectStatus().isEqualTo(status);
        get("/v1/accounts/" + A + "/lines", token).expectStatus().isEqualTo(status);
    }

    @Test
    void saysTheSameOfAForeignAccountAsOfNone() {
        String token = TestTokens.of("party-st-2", "CUSTOMER");

        var foreign = get("/v1/accounts/" + A, token)
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("NOT_FOUND");
        var none = get("/v1/accounts/wallet:none:available", token)
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("NOT_FOUND");
        foreign.jsonPath("$.detail").isEqualTo("There is no such account");
        none.jsonPath("$.detail").isEqualTo("There is no such account");
    }

    @Test
    void tellsBalanceAvailableAndConstraints() {
        get("/v1/accounts/" + A, TestTokens.of("party-st-1", "CUSTOMER"))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.address")
                .isEqualTo(A)
                .jsonPath("$.balanceFen")
                .isEqualTo(85)
                .jsonPath("$.pendingOutFen")
                .isEqualTo(20)
                .jsonPath("$.pendingInFen")
                .isEqualTo(0)
                .jsonPath("$.floorFen")
                .isEqualTo(30)
                .jsonPath("$.availableFen")
                .isEqualTo(35)
                .jsonPath("$.debitFrozen")
                .isEqualTo(false)
                .jsonPath("$.creditFrozen")
                .isEqualTo(true)
                .jsonPath("$.owner")
                .doesNotExist()
                .jsonPath("$.asOf.height")
                .isNumber();
    }

    @Test
    void pagesTheHistoryNewestFirst() {
        var seen = new ArrayList<Long>();
        String path = "/v1/accounts/" + A + "/lines?limit=4";
        var cursor = Optional.of("");
        while (cursor.isPresent()) {
            var page = get(path + cursor.get(), OPERATOR)
                    .expectStatus()
                    .isOk()
                    .expectBody(LineView.Page.class)
                    .returnResult()
                    .getResponseBody();
            requireNonNull(page).lines().forEach(line -> seen.add(line.balanceAfterFen()));
            cursor = page.nextCursor().map(next -> "&cursor=" + next);
        }

        assertThat(seen).containsExactly(85L, 90L, 94L, 97L, 99L, 100L);
    }

    @Test
    void givesTheEntriesOfABusinessId() {
        get("/v1/entries?businessId=payment:st-3", OPERATOR)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.entries.length()")
                .isEqualTo(1)
                .jsonPath("$.entries[0].kind")
                .isEqualTo("POST")
                .jsonPath("$.entries[0].legs[0].debit")
                .isEqualTo(A)
                .jsonPath("$.entries[0].legs[0].amountFen")
                .isEqualTo(3);
        get("/v1/entries?businessId=payment:none", OPERATOR)
                .expectBody()
                .jsonPath("$.entries.length()")
                .isEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource({"/v1/entries?businessId=payment:st-1", "/v1/trial-balance", "/v1/invariants"})
    void keepsTheBooksFromCustomers(String path) {
        get(path, TestTokens.of("party-st-1", "CUSTOMER")).expectStatus().isForbidden();
        web.get().uri(path).exchange().expectStatus().isUnauthorized();
        get(path, TestTokens.of("eye", "AUDITOR")).expectStatus().isOk();
    }

    @ParameterizedTest
    @CsvSource({
        "/lines?limit=0,limit",
        "/lines?limit=201,limit",
        "/lines?limit=many,limit",
        "/lines?limit=99999999999,limit",
        "/lines?cursor=!!!,cursor",
        "/lines?cursor=MS4,cursor",
        "/lines?cursor=LTEuMQ,cursor",
        "/lines?cursor=,cursor"
    })
    void refusesABadParameterByName(String query, String parameter) {
        get("/v1/accounts/" + A + query, OPERATOR)
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType("application/problem+json")
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("BAD_REQUEST")
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(parameter);
    }

    @ParameterizedTest
    @CsvSource({"/v1/accounts/a%00b", "/v1/entries", "/v1/entries?businessId=", "/v1/entries?businessId=a%00b"})
    void refusesWhatIsNotWellFormed(String path) {
        web.get()
                .uri(base -> URI.create(base.build() + path))
                .header("Authorization", OPERATOR)
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void countsTheBooks() {
        get("/v1/trial-balance", OPERATOR)
                .expectBody()
                .jsonPath("$.balanced")
                .isEqualTo(true)
                .jsonPath("$.differenceFen")
                .isEqualTo(0)
                .jsonPath("$.rows[?(@.branchCode=='st')].balanceFen")
                .isEqualTo(List.of(100));
        get("/v1/invariants", OPERATOR)
                .expectBody()
                .jsonPath("$.ok")
                .isEqualTo(true)
                .jsonPath("$.invariants[0].name")
                .isEqualTo("entries-whole");
    }

    /// The exchange left 100 on A, the five payments moved 1 to 5 fen to B. The rest of what is asked for is archived,
    /// in vain.
    @ParameterizedTest
    @CsvSource({
        "2, 1,,",
        "2, 2, 97, 3",
        "2, 3, 94, 6",
        "2, 5, 85, 15",
        "4, 3,,",
        "4, 4, 90, 10",
        "5, 4,,",
        "5, 5, 85, 15",
    })
    void tellsBalancesThatArchivedLegsHaveLeft(
            int archived, int asked, @Nullable Long balanceOfA, @Nullable Long balanceOfB) {
        long upTo = heightOf("payment:st-" + archived);
        long height = heightOf("payment:st-" + asked);
        client.sql("delete from journal where height <= :height")
                .bind("height", upTo)
                .then()
                .then(Mono.defer(() -> balanceAt(A, height)))
                .doOnNext(balance -> assertThat(balance).isEqualTo(Optional.ofNullable(balanceOfA)))
                .then(Mono.defer(() -> balanceAt(B, height)))
                .doOnNext(balance -> assertThat(balance).isEqualTo(Optional.ofNullable(balanceOfB)))
                .then(Mono.defer(() -> balanceAt("core:st:clearing", height)))
                .doOnNext(
                        balance -> assertThat(balance).isEqualTo(Optional.ofNullable(balanceOfA == null ? null : 100L)))
                .then(Mono.defer(() -> statements.heightAt(Instant.EPOCH).hasElement()))
                .doOnNext(found -> assertThat(found).isFalse())
                .then(Mono.defer(() -> statements.heightAt(Instant.now()).hasElement()))
                .doOnNext(found -> assertThat(found).isTrue())
                .as(work -> transaction.execute(status -> {
                    status.setRollbackOnly();
                    return work;
                }))
                .blockLast();
    }

    private long heightOf(String businessId) {
        return requireNonNull(client.sql("select height from journal where business_id = :id")
                .bind("id", businessId)
                .map(row -> requireNonNull(row.get("height", Long.class)))
                .one()
                .block());
    }

    private Mono<Optional<Long>> balanceAt(String address, long height) {
        return statements
                .account(address)
                .flatMap(account -> statements.balance(account, Instant.EPOCH, height))
                .map(view -> Optional.of(view.balanceFen()))
                .defaultIfEmpty(Optional.empty());
    }
}
