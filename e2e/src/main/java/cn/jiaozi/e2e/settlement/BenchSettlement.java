package cn.jiaozi.e2e.settlement;

import cn.jiaozi.e2e.Servers;
import cn.jiaozi.local.LocalPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `./jiaozi bench settlement`: how fast the back office of merchants works, with merchant-service's own code on a
/// PostgreSQL that begins with nothing. Each part measures beside a baseline in alternating rounds and puts its figures
/// into the one JSON object of the last line; the heap is that of this process.
@Command(name = "settlement", mixinStandardHelpOptions = true)
public final class BenchSettlement implements Callable<Integer> {
    private static final int MIB = 1024 * 1024;

    @Option(names = "--rows", defaultValue = "10000000", description = "of a bill; default: 10000000")
    private int rows = 10_000_000;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "of each measurement, after one to warm up; default: 3")
    private int rounds = 3;

    @Option(names = "--fees", description = "every sale has a fee, so that each row is looked up in another table")
    private boolean fees;

    private final Path root;

    private BenchSettlement(Path root) {
        this.root = root;
    }

    public static void main(String[] args) {
        System.exit(
                new CommandLine(new BenchSettlement(Path.of(System.getProperty("jiaozi.root", ".")))).execute(args));
    }

    @Override
    public Integer call() throws IOException, SQLException {
        var data = root.resolve(".jiaozi").resolve("bench-settlement");
        Servers.delete(data);
        Files.createDirectories(data);
        var figures = new LinkedHashMap<String, Object>();
        try (var postgres = LocalPostgres.start(data.resolve("postgres"), 0)) {
            figures.putAll(new Bills(postgres.port(), data, rows, rounds, fees).measure());
        }
        Servers.delete(data);
        figures.put("peakHeapMiB", peakHeap() / MIB);
        figures.put("settings", settings());
        System.out.println(new JsonMapper().writeValueAsString(figures));
        return 0;
    }

    private Map<String, Object> settings() {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("rows", rows);
        settings.put("rounds", rounds);
        settings.put("fees", fees);
        settings.put("maxHeapMiB", Runtime.getRuntime().maxMemory() / MIB);
        settings.put("processors", Runtime.getRuntime().availableProcessors());
        return settings;
    }

    /// The sum of what each pool has held at most: an upper bound, since they need not have been full at one time.
    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
