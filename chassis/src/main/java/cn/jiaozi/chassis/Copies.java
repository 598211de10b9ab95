package cn.jiaozi.chassis;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/// Files out of many rows, as fast as PostgreSQL gives them: by `COPY`, which r2dbc-postgresql cannot read, over a
/// connection of the blocking driver that is opened for this and closed after it. Rows are read and written into the
/// file on a thread of their own, and whoever takes the pieces works on another one.
public final class Copies {
    /// Settings of the connection: as the pool's, without its limits in time, and with some memory to sort in.
    public static final String OPTIONS =
            "-c random_page_cost=1.1 -c work_mem=64MB -c max_parallel_workers_per_gather=0";

    /// Of a piece of the file.
    private static final int PIECE = 256 * 1024;

    private static final int PIECES_AHEAD = 4;
    private static final Pattern PARAMETER = Pattern.compile("(?<![:\\w]):([a-z_]+)");

    private final String url;
    private final Properties login;
    private final Scheduler takers = Schedulers.newBoundedElastic(16, 64, "copies", 60, true);

    /// @param url of the blocking driver, `jdbc:postgresql://…`
    public Copies(String url, String user, String password, String application) {
        this.url = url;
        this.login = new Properties();
        login.setProperty("user", user);
        login.setProperty("password", password);
        login.setProperty("ApplicationName", application + " copies");
        login.setProperty("tcpKeepAlive", "true");
        login.setProperty("connectTimeout", "5");
        login.setProperty("options", OPTIONS);
    }

    /// The file, in pieces of about 256 KiB. Nobody who takes them slowly lets them pile up, and who stops taking them
    /// ends the statement.
    ///
    /// @param select     with parameters as `:name`
    /// @param parameters texts, numbers and days; COPY takes none, so they are written into it as literals
    public Flux<byte[]> read(String select, Map<String, Object> parameters, RowFormat format) {
        String copy = "copy (" + filled(select, parameters) + ") to stdout (format binary)";
        return Flux.<byte[]>from(subscriber -> CopyRun.start(this::open, copy, format, PIECE, subscriber))
                .publishOn(takers, PIECES_AHEAD);
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection(url, login);
    }

    /// The select with its parameters in it.
    public static String filled(String select, Map<String, Object> parameters) {
        return PARAMETER
                .matcher(select)
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                        literal(Objects.requireNonNull(parameters.get(found.group(1)), found.group(1)))));
    }

    private static String literal(Object value) {
        return switch (value) {
            case Long number -> number.toString();
            case Integer number -> number.toString();
            case LocalDate day -> "date '" + day + "'";
            case String text when text.indexOf('\0') < 0 -> "'" + text.replace("'", "''") + "'";
            default -> throw new IllegalArgumentException("no parameter of a copy: " + value.getClass());
        };
    }
}
