package cn.jiaozi.local.core;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The core's HTTP interface. An answer leaves only after the journal is on the disk.
final class CoreApi implements HttpHandler {
    record TransferBody(
            Transfer.@Nullable Kind kind,
            @Nullable String accountNo,
            long amountFen,
            @Nullable String walletId) {}

    record AccountBody(
            @Nullable String name,
            @Nullable String idNo,
            @Nullable String phone,
            long balanceFen,
            DepositAccount.@Nullable Status status) {}

    record VerifyBody(
            @Nullable String accountNo,
            @Nullable String name,
            @Nullable String idNo,
            @Nullable String phone) {}

    record ReturnBody(@Nullable String reason) {}

    record Verdict(boolean match, Identity.@Nullable Mismatch reason) {}

    record AccountView(String accountNo, String name, DepositAccount.Status status, long balanceFen) {
        AccountView(Books.Balance balance) {
            this(
                    balance.account().accountNo(),
                    balance.account().name(),
                    balance.account().status(),
                    balance.balanceFen());
        }
    }

    private record Page(long after, int limit) {}

    private record Reply(int status, Object body) {}

    private static final int PAGE = 1000;

    private final Books books;
    private final Mischief mischief;
    private final JsonMapper json;
    private final Clock clock;

    CoreApi(Books books, Mischief mischief, JsonMapper json, Clock clock) {
        this.books = books;
        this.mischief = mischief;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var segments = List.of(path.substring(1).split("/"));
            if (!mischief.swallows(path)) {
                answer(exchange, segments);
            }
        }
    }

    private void answer(HttpExchange exchange, List<String> segments) throws IOException {
        try {
            var request = exchange.getRequestMethod() + " " + shape(segments);
            var id = segments.getLast();
            switch (request) {
                case "PUT transfers/{id}" -> transfer(exchange, id);
                case "GET transfers/{id}" -> send(exchange, query(id));
                case "GET transfers" -> send(exchange, list(exchange));
                case "PUT transfers/{id}/return" ->
                    send(exchange, sendBack(segments.get(3), body(exchange, ReturnBody.class)));
                case "GET returns" -> send(exchange, returns(exchange));
                case "POST accounts/verify" -> send(exchange, verify(body(exchange, VerifyBody.class)));
                case "PUT accounts/{id}" -> send(exchange, open(id, body(exchange, AccountBody.class)));
                case "GET accounts/{id}" -> send(exchange, account(id));
                case "GET books" -> send(exchange, new Reply(200, books.totals()));
                case "GET faults" -> send(exchange, new Reply(200, mischief.faults()));
                case "PUT faults" -> {
                    mischief.set(body(exchange, Faults.class));
                    send(exchange, new Reply(200, mischief.faults()));
                }
                case "GET health" -> send(exchange, new Reply(200, Map.of("status", "UP")));
                default -> send(exchange, new Reply(404, Map.of("detail", "no such path")));
            }
        } catch (JacksonException | IllegalArgumentException e) {
            send(exchange, new Reply(400, Map.of("detail", Objects.toString(e.getMessage(), "bad request"))));
        }
    }

    private static String shape(List<String> segments) {
        return switch (segments) {
            case List<String> s when s.equals(List.of("health")) -> "health";
            case List<String> s when s.size() < 3 || !s.subList(0, 2).equals(List.of("core", "v1")) -> "unknown";
            case List<String> s when s.size() == 3 -> s.get(2);
            case List<String> s when s.equals(List.of("core", "v1", "accounts", "verify")) -> "accounts/verify";
            case List<String> s when s.size() == 4 -> s.get(2) + "/{id}";
            case List<String> s when s.size() == 5 -> s.get(2) + "/{id}/" + s.get(4);
            default -> "unknown";
        };
    }

    private void transfer(HttpExchange exchange, String requestId) throws IOException {
        var body = body(exchange, TransferBody.class);
        var transfer = new Transfer(
                requestId,
                present("kind", body.kind()),
                text("accountNo", body.accountNo()),
                body.amountFen(),
                text("walletId", body.walletId()));
        switch (mischief.next()) {
            case NONE -> send(exchange, book(transfer));
            case SLOW -> {
                var reply = book(transfer);
                mischief.dawdle();
                send(exchange, reply);
            }
            case FAIL -> send(exchange, new Reply(503, Map.of("detail", "the core is not available")));
            case LATE -> {
                send(exchange, new Reply(504, Map.of("detail", "no answer in time")));
                mischief.later(() -> book(transfer));
            }
            case BREAK -> book(transfer);
            case HANG -> {
                book(transfer);
                mischief.hang();
            }
        }
    }

    private Reply book(Transfer transfer) {
        var booking = books.book(transfer, clock.instant());
        books.flushed();
        return booking.transfer().equals(transfer)
                ? new Reply(200, booking.answer())
                : new Reply(409, Map.of("detail", "this request id was used with other content"));
    }

    private Reply query(String requestId) {
        return books.find(requestId)
                .map(booking -> new Reply(200, booking.answer()))
                .orElse(new Reply(404, Map.of("requestId", requestId, "state", "NOT_FOUND")));
    }

    private Reply sendBack(String requestId, ReturnBody body) {
        var attempt = books.sendBack(requestId, text("reason", body.reason()), clock.instant());
        if (attempt.returned() != null) {
            return new Reply(200, attempt.returned());
        }
        return new Reply(
                attempt.refusal() == Books.NoReturn.NOT_FOUND ? 404 : 409,
                Map.of("detail", Objects.toString(attempt.refusal())));
    }

    private Reply list(HttpExchange exchange) {
        var page = page(exchange);
        return new Reply(200, Map.of("transfers", books.list(page.after(), page.limit())));
    }

    private Reply returns(HttpExchange exchange) {
        var page = page(exchange);
        return new Reply(200, Map.of("returns", books.returns(page.after(), page.limit())));
    }

    private static Page page(HttpExchange exchange) {
        var parameters = new HashMap<String, String>();
        var query = Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
        for (var pair : query.split("&", -1)) {
            var parts = pair.split("=", 2);
            parameters.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        var after = Long.parseLong(parameters.getOrDefault("after", "0"));
        var limit = Math.clamp(Integer.parseInt(parameters.getOrDefault("limit", "100")), 1, PAGE);
        return new Page(after, limit);
    }

    private Reply open(String accountNo, AccountBody body) {
        var status = Objects.requireNonNullElse(body.status(), DepositAccount.Status.ACTIVE);
        var balance = books.open(new DepositAccount(
                accountNo, text("name", body.name()), body.idNo(), body.phone(), body.balanceFen(), status));
        return new Reply(200, new AccountView(balance));
    }

    private Reply account(String accountNo) {
        return books.account(accountNo)
                .map(balance -> new Reply(200, new AccountView(balance)))
                .orElse(new Reply(404, Map.of("detail", "no such account")));
    }

    private Reply verify(VerifyBody body) {
        var account = books.account(text("accountNo", body.accountNo()));
        if (account.isEmpty()) {
            return new Reply(200, new Verdict(false, Identity.Mismatch.ACCOUNT_NOT_FOUND));
        }
        var mismatch = Identity.check(account.get().account(), text("name", body.name()), body.idNo(), body.phone());
        return new Reply(200, new Verdict(mismatch.isEmpty(), mismatch.orElse(null)));
    }

    private <T> T body(HttpExchange exchange, Class<T> type) throws IOException {
        var bytes = exchange.getRequestBody().readAllBytes();
        return json.readValue(bytes, type);
    }

    private void send(HttpExchange exchange, Reply reply) throws IOException {
        books.flushed();
        var bytes = json.writeValueAsBytes(reply.body());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
    }

    private static String text(String field, @Nullable String value) {
        var text = present(field, value);
        if (text.isBlank()) {
            throw new IllegalArgumentException(field + " is required");
        }
        return text;
    }

    private static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is required");
        }
        return value;
    }
}
