package cn.jiaozi.local.core;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The core's daily files, how wrong they are, and what day the core calls today.
final class FileApi implements HttpHandler {
    static final String FILES = "/core/v1/files/";
    static final String FAULTS = "/core/v1/file-faults";
    static final String DAY = "/core/v1/day";

    /// @param day absent for what the clock says
    record DayBody(@Nullable LocalDate day) {}

    private final Books books;
    private final CoreDays days;
    private final DailyFiles files;
    private final JsonMapper json;

    FileApi(Books books, CoreDays days, JsonMapper json) {
        this.books = books;
        this.days = days;
        this.files = new DailyFiles(books, days);
        this.json = json;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            try {
                switch (exchange.getRequestMethod() + " " + (path.startsWith(FILES) ? FILES : path)) {
                    case "GET " + FILES -> file(exchange, LocalDate.parse(path.substring(FILES.length())));
                    case "GET " + FAULTS -> send(exchange, 200, files.faults());
                    case "PUT " + FAULTS -> {
                        files.set(json.readValue(exchange.getRequestBody().readAllBytes(), FileFaults.class));
                        send(exchange, 200, files.faults());
                    }
                    case "GET " + DAY -> send(exchange, 200, new DayBody(days.today()));
                    case "PUT " + DAY -> {
                        var body = json.readValue(exchange.getRequestBody().readAllBytes(), DayBody.class);
                        days.call(body.day(), books.count());
                        send(exchange, 200, new DayBody(days.today()));
                    }
                    default -> send(exchange, 404, Map.of("detail", "no such path"));
                }
            } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
                send(exchange, 400, Map.of("detail", Objects.toString(e.getMessage(), "bad request")));
            }
        }
    }

    private void file(HttpExchange exchange, LocalDate day) throws IOException {
        var file = files.of(day);
        if (file.isEmpty()) {
            send(exchange, 404, Map.of("detail", "there is no file of that day"));
            return;
        }
        send(exchange, 200, "text/csv; charset=utf-8", file.get().getBytes(StandardCharsets.UTF_8));
    }

    private void send(HttpExchange exchange, int status, Object body) throws IOException {
        send(exchange, status, "application/json", json.writeValueAsBytes(body));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
