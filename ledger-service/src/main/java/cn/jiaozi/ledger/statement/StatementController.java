package cn.jiaozi.ledger.statement;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Parameters;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Role;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Balances, histories and entries. Whose account it is not is told what is told of an account that does not exist.
@RestController
class StatementController {
    private static final String ADDRESS = "[0-9A-Za-z:._-]{1,120}";
    private static final String BUSINESS_ID = "[0-9A-Za-z:._-]{3,100}";

    private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);
    private static final int LINES_AT_ONCE = 500;

    private final StatementStore statements;
    private final Clock clock;

    StatementController(StatementStore statements, Clock clock) {
        this.statements = statements;
        this.clock = clock;
    }

    @GetMapping("/v1/accounts/{address}")
    Mono<AccountView> account(@PathVariable @Pattern(regexp = ADDRESS) String address, Caller caller) {
        return visible(address, caller);
    }

    @GetMapping("/v1/accounts/{address}/lines")
    Mono<LineView.Page> lines(
            @PathVariable @Pattern(regexp = ADDRESS) String address,
            @RequestParam Optional<String> cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            Caller caller) {
        var from = cursor.map(LineCursor::parse);
        return visible(address, caller)
                .flatMap(account -> statements
                        .lines(
                                account.id(),
                                from.orElse(LineCursor.newest(account.asOf().height())),
                                limit + 1)
                        .collectList()
                        .map(lines -> page(account, lines, limit)));
    }

    @GetMapping("/v1/accounts/{address}/balance")
    Mono<BalanceView> balance(
            @PathVariable @Pattern(regexp = ADDRESS) String address, @RequestParam Optional<String> at, Caller caller) {
        var moment = at.map(text -> Parameters.past("at", text, clock.instant()));
        return visible(address, caller)
                .flatMap(account -> moment.map(then -> statements
                                .heightAt(then)
                                .flatMap(height -> statements.balance(account, then, height))
                                .switchIfEmpty(archived("at")))
                        .orElseGet(() -> statements.balance(
                                account, account.asOf().at(), account.asOf().height())));
    }

    /// Whoever reads slowly holds a page of lines, and no connection to the database.
    @GetMapping(path = "/v1/accounts/{address}/statement", produces = "text/csv")
    Mono<ResponseEntity<Flux<String>>> statement(
            @PathVariable @Pattern(regexp = ADDRESS) String address,
            @RequestParam String from,
            @RequestParam String to,
            Caller caller) {
        var first = Parameters.date("from", from);
        var last = Parameters.date("to", to);
        if (last.isBefore(first)) {
            throw Problem.badRequest("to", "is before from");
        }
        return visible(address, caller)
                .flatMap(account -> statement(account, first, last))
                .map(statement -> ResponseEntity.ok().contentType(CSV).body(text(statement)));
    }

    private Mono<Statement> statement(AccountView account, LocalDate from, LocalDate to) {
        return statements
                .span(from, to)
                .flatMap(span -> Mono.zip(balanceFen(account, span.after()), balanceFen(account, span.upto()))
                        .switchIfEmpty(archived("from"))
                        .map(balances -> new Statement(
                                account.id(),
                                from,
                                to,
                                span.after(),
                                span.upto(),
                                balances.getT1(),
                                balances.getT2())));
    }

    private static <T> Mono<T> archived(String parameter) {
        return Mono.error(() -> Problem.badRequest(parameter, "is before the entries that are kept here"));
    }

    private Mono<Long> balanceFen(AccountView account, long height) {
        return statements.balance(account, account.asOf().at(), height).map(BalanceView::balanceFen);
    }

    private Flux<String> text(Statement statement) {
        var lines = page(statement, LineCursor.newest(statement.after()))
                .expand(page ->
                        page.size() < LINES_AT_ONCE ? Mono.empty() : page(statement, LineCursor.of(page.getLast())));
        return Flux.concat(Mono.just(statement.head()), lines.map(statement::lines), foot(statement));
    }

    /// What was archived meanwhile is missing from the lines; then the file ends without its closing line.
    private Mono<String> foot(Statement statement) {
        return statements
                .keepsAfter(statement.after())
                .filter(kept -> kept)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("lines were archived while they were read")))
                .map(_ -> statement.foot());
    }

    private Mono<List<LineView>> page(Statement statement, LineCursor after) {
        return statements
                .linesAfter(statement.accountId(), after, statement.upto(), LINES_AT_ONCE)
                .collectList();
    }

    @GetMapping("/v1/entries")
    Mono<EntryView.All> entries(@RequestParam @Pattern(regexp = BUSINESS_ID) String businessId, Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        return statements
                .keepsEntries(businessId)
                .filter(kept -> kept)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("Entries of this business id are archived")))
                .flatMap(_ -> statements.entries(businessId).collectList())
                .map(entries -> new EntryView.All(businessId, entries));
    }

    private Mono<AccountView> visible(String address, Caller caller) {
        return statements
                .account(address)
                .filter(account -> account.mayBeSeenBy(caller))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no such account")));
    }

    /// One line more than a page was read, to know whether there is another page.
    private static LineView.Page page(AccountView account, List<LineView> read, int limit) {
        boolean more = read.size() > limit;
        var lines = more ? read.subList(0, limit) : read;
        var next = more ? Optional.of(LineCursor.of(lines.getLast()).text()) : Optional.<String>empty();
        return new LineView.Page(account.address(), lines, next, account.asOf());
    }
}
