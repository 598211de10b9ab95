package cn.jiaozi.ledger.statement;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Role;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/// Balances, histories and entries. Whose account it is not is told what is told of an account that does not exist.
@RestController
class StatementController {
    private static final String ADDRESS = "[0-9A-Za-z:._-]{1,120}";
    private static final String BUSINESS_ID = "[0-9A-Za-z:._-]{3,100}";

    private final StatementStore statements;

    StatementController(StatementStore statements) {
        this.statements = statements;
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

    @GetMapping("/v1/entries")
    Mono<EntryView.All> entries(@RequestParam @Pattern(regexp = BUSINESS_ID) String businessId, Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        return statements.entries(businessId).collectList().map(entries -> new EntryView.All(businessId, entries));
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
        var next = more ? Optional.of(LineCursor.before(lines.getLast()).text()) : Optional.<String>empty();
        return new LineView.Page(account.address(), lines, next, account.asOf());
    }
}
