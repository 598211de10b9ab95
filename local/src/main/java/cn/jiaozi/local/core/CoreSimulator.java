package cn.jiaozi.local.core;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The bank core system as a process of its own: `java … CoreSimulator <folder> <port>`, with faults by environment
/// variables (see [Faults]) or, at run time, by `PUT /core/v1/faults`. Tests start it within their own process.
public final class CoreSimulator implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads;
    private final Books books;
    private final CoreDays days;

    private CoreSimulator(HttpServer server, ExecutorService threads, Books books, CoreDays days) {
        this.server = server;
        this.threads = threads;
        this.books = books;
        this.days = days;
    }

    public static void main(String[] args) {
        var simulator = start(Path.of(args[0]), Integer.parseInt(args[1]), System.getenv());
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close));
    }

    /// Starts on `port`, or on a free one when it is 0, with the faults that `env` names.
    public static CoreSimulator start(Path dir, int port, Map<String, String> env) {
        // The JDK's server otherwise waits for the client's delayed acknowledgement: 40 ms for each answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var json = JsonMapper.builder()
                // Faults that are not named are off; an amount that is not named is refused as zero.
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(Include.NON_NULL))
                .build();
        try {
            var books = new Books(dir, json);
            var days = new CoreDays(dir, json, Clock.systemUTC());
            DemoAccounts.ALL.stream()
                    .filter(account -> books.account(account.accountNo()).isEmpty())
                    .forEach(books::open);
            var server = HttpServer.create(new InetSocketAddress(port), 1024);
            var threads = Executors.newVirtualThreadPerTaskExecutor();
            server.setExecutor(threads);
            server.createContext("/", new CoreApi(books, new Mischief(Faults.of(env)), json, Clock.systemUTC()));
            var files = new FileApi(books, days, json);
            List.of(FileApi.FILES, FileApi.FAULTS, FileApi.DAY).forEach(path -> server.createContext(path, files));
            server.start();
            return new CoreSimulator(server, threads, books, days);
        } catch (IOException e) {
            throw new UncheckedIOException("the core simulator does not start: " + e.getMessage(), e);
        }
    }

    public URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        books.close();
        days.close();
    }
}
