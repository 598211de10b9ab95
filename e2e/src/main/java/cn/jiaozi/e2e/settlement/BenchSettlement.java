package cn.jiaozi.e2e.settlement;

import cn.jiaozi.e2e.Api;
import cn.jiaozi.e2e.Servers;
import cn.jiaozi.local.LocalPostgres;
import cn.jiaozi.local.LogLevels;
import cn.jiaozi.local.Options;
import cn.jiaozi.local.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `./jiaozi bench settlement`: how fast the back office of merchants works. Bills are written by
/// merchant-service's own code in this process, on a PostgreSQL that begins with nothing; then a suite of its own,
/// which begins with nothing too, pays merchants out and reconciles a large day. Each part puts its figures into the
/// one JSON object of the last line; the heap is that of whichever process needed most, of which each has 512 MiB at
/// most.
@Command(name = "settlement", mixinStandardHelpOptions = true)
public final class BenchSettlement implements Callable<Integer> {
    private static final int MIB = 1024 * 1024;

    enum Part {
        BILLS,
        RECONCILIATION,
        PAYOUTS
    }

    @Option(
            names = "--rows",
            defaultValue = "10000000",
            description = "of a bill, and of each side of a reconciliation; default: 10000000")
    private int rows = 10_000_000;

    @Option(names = "--merchants", defaultValue = "2000", description = "who are paid out; default: 2000")
    private int merchants = 2_000;

    @Option(
            names = "--parts",
            split = ",",
            converter = PartWord.class,
            defaultValue = "bills,reconciliation,payouts",
            description = "default: bills,reconciliation,payouts")
    private List<Part> parts = List.of(Part.values());

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "of each measurement, after one to warm up; default: 3")
    private int rounds = 3;

    @Option(names = "--fees", description = "every sale has a fee, so that each row is looked up in another table")
    private boolean fees;

    private final Path root;

    private static final class PartWord implements CommandLine.ITypeConverter<Part> {
        @Override
        public Part convert(String word) {
            return Stream.of(Part.values())
                    .filter(part -> part.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst()
                    .orElseThrow(() -> new CommandLine.TypeConversionException(word + " is no part"));
        }
    }

    private BenchSettlement(Path root) {
        this.root = root;
    }

    public static void main(String[] args) {
        LogLevels.quiet();
        System.exit(
                new CommandLine(new BenchSettlement(Path.of(System.getProperty("jiaozi.root", ".")))).execute(args));
    }

    @Override
    public Integer call() throws IOException, SQLException {
        var data = root.resolve(".jiaozi").resolve("bench-settlement");
        Servers.delete(data);
        Files.createDirectories(data);
        var figures = new LinkedHashMap<String, Object>();
        if (parts.contains(Part.BILLS)) {
            try (var postgres = LocalPostgres.start(data.resolve("postgres"), 0)) {
                figures.putAll(new Bills(postgres.port(), data, rows, rounds, fees).measure());
            }
            figures.put("billPeakHeapMiB", Heap.ownPeakMiB());
            Servers.delete(data);
        }
        if (parts.contains(Part.RECONCILIATION) || parts.contains(Part.PAYOUTS)) {
            figures.putAll(bySuite(data));
            Servers.delete(data);
        }
        Stream.of("billPeakHeapMiB", "reconciliationPeakHeapMiB")
                .flatMap(name -> Optional.ofNullable((Long) figures.get(name)).stream())
                .max(Long::compare)
                .ifPresent(peak -> figures.put("peakHeapMiB", peak));
        figures.put("settings", settings());
        System.out.println(new JsonMapper().writeValueAsString(figures));
        return 0;
    }

    private Map<String, Object> bySuite(Path data) throws IOException, SQLException {
        var figures = new LinkedHashMap<String, Object>();
        var options = Options.of(root, data).withRandomPorts().withoutTraining();
        try (var suite = Suite.start(options);
                var api = new Api(suite.gateway())) {
            if (parts.contains(Part.PAYOUTS)) {
                figures.putAll(new PayingOut(suite.running(), api, merchants, rounds).measure());
            }
            if (parts.contains(Part.RECONCILIATION)) {
                figures.putAll(new Reconciling(suite.running(), api, rows, rounds).measure());
            }
        }
        return figures;
    }

    private Map<String, Object> settings() {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("rows", rows);
        settings.put("rounds", rounds);
        settings.put("merchants", merchants);
        settings.put("fees", fees);
        settings.put("maxHeapMiB", Runtime.getRuntime().maxMemory() / MIB);
        settings.put("processors", Runtime.getRuntime().availableProcessors());
        return settings;
    }
}
