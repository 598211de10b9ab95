package cn.jiaozi.wallet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// The bank core for tests: each account is told beforehand how its next calls are answered; without a word it books.
public final class CoreStub {
    public static final CoreStub SHARED = new CoreStub();

    private static final Pattern ACCOUNT = Pattern.compile("\"accountNo\":\"(\\d+)\"");

    private final HttpServer server;
    private final Map<String, Deque<Fault>> faults = new ConcurrentHashMap<>();
    private final Map<String, String> booked = new ConcurrentHashMap<>();
    private final Map<String, String> accounts = new ConcurrentHashMap<>();
    private final List<String> returns = new ArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    /// How one call is answered.
    public enum Fault {
        /// Books and says so.
        NONE,
        /// Books, but says so too late.
        SLOW,
        /// Books, but breaks the connection.
        LOST,
        /// Does not book, and breaks the connection.
        SWALLOWED,
        UNAVAILABLE,
        /// Books, but the answer is that to another request.
        MIXED_UP,
        INSUFFICIENT_FUNDS,
        ACCOUNT_NOT_FOUND,
        ACCOUNT_FROZEN,
        CARD_EXPIRED,
        /// For a verification: not this person.
        NAME_MISMATCH
    }

    private CoreStub() {
        try {
            server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/core/v1/transfers/", this::transfer);
        server.createContext("/core/v1/accounts/verify", this::verify);
        server.createContext("/core/v1/returns", this::returns);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /// The next calls about this account are answered so, one after the other.
    public void next(String accountNo, Fault... next) {
        faults.computeIfAbsent(accountNo, _ -> new ArrayDeque<>()).addAll(List.of(next));
    }

    /// The other bank sends a transfer back; again, if it is told so again.
    public void sendBack(String requestId, long amountFen) {
        synchronized (returns) {
            int number = returns.size() + 1;
            returns.add(
                    "{\"number\":%d,\"requestId\":\"%s\",\"amountFen\":%d,\"reason\":\"ACCOUNT_CLOSED\",\"bankRef\":\"R-%d\"}"
                            .formatted(number, requestId, amountFen, number));
        }
    }

    /// `PUT id` and `GET id` in the order of their arrival.
    public List<String> callsFor(String requestId) {
        return calls.stream()
                .filter(call -> call.endsWith(requestId))
                .map(call -> call.substring(0, call.indexOf(' ')))
                .toList();
    }

    private void transfer(HttpExchange exchange) throws IOException {
        var requestId = exchange.getRequestURI().getPath().substring("/core/v1/transfers/".length());
        calls.add(exchange.getRequestMethod() + " " + requestId);
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var account =
                ACCOUNT.matcher(body).results().map(match -> match.group(1)).findFirst();
        account.ifPresent(accountNo -> accounts.put(requestId, accountNo));
        var fault = fault(accounts.getOrDefault(requestId, ""));
        if (fault == Fault.UNAVAILABLE) {
            answer(exchange, 503, "{}");
            return;
        }
        if (fault == Fault.SWALLOWED) {
            exchange.close();
            return;
        }
        if (account.isPresent()) {
            booked.computeIfAbsent(requestId, id -> outcome(id, fault));
        }
        var known = booked.get(requestId);
        if (fault == Fault.SLOW) {
            LockSupport.parkNanos(1_200_000_000L);
        }
        if (fault == Fault.LOST) {
            exchange.close();
        } else if (known == null) {
            answer(exchange, 404, "{\"state\":\"NOT_FOUND\"}");
        } else {
            answer(exchange, 200, fault == Fault.MIXED_UP ? known.replace(requestId, "another") : known);
        }
    }

    private void returns(HttpExchange exchange) throws IOException {
        int after = Integer.parseInt(exchange.getRequestURI().getQuery().replaceAll(".*after=(\\d+).*", "$1"));
        synchronized (returns) {
            var page = returns.subList(Math.min(after, returns.size()), returns.size());
            answer(exchange, 200, "{\"returns\":[" + String.join(",", page) + "]}");
        }
    }

    private void verify(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var account =
                ACCOUNT.matcher(body).results().map(match -> match.group(1)).findFirst();
        var fault = fault(account.orElse(""));
        switch (fault) {
            case UNAVAILABLE -> answer(exchange, 503, "{}");
            case NONE -> answer(exchange, 200, "{\"match\":true}");
            default -> answer(exchange, 200, "{\"match\":false,\"reason\":\"" + fault + "\"}");
        }
    }

    private Fault fault(String accountNo) {
        var queue = faults.get(accountNo);
        if (queue == null) {
            return Fault.NONE;
        }
        synchronized (queue) {
            return queue.isEmpty() ? Fault.NONE : queue.poll();
        }
    }

    private static String outcome(String requestId, Fault fault) {
        boolean refused =
                switch (fault) {
                    case INSUFFICIENT_FUNDS, ACCOUNT_NOT_FOUND, ACCOUNT_FROZEN, CARD_EXPIRED -> true;
                    case NONE, SLOW, LOST, SWALLOWED, UNAVAILABLE, MIXED_UP, NAME_MISMATCH -> false;
                };
        return refused
                ? "{\"requestId\":\"%s\",\"state\":\"REFUSED\",\"reason\":\"%s\",\"bankRef\":\"B-%s\"}"
                        .formatted(requestId, fault, requestId)
                : "{\"requestId\":\"%s\",\"state\":\"DONE\",\"bankRef\":\"B-%s\",\"bookedAt\":\"2026-11-23T00:00:00Z\"}"
                        .formatted(requestId, requestId);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
