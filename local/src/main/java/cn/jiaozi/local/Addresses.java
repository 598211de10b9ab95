package cn.jiaozi.local;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The ports of one suite.
///
/// @param ledger  of the ledger's shard 0
/// @param ledgers of its further shards, from 1 on; none of most suites
public record Addresses(
        int gateway,
        int wallet,
        int payment,
        int merchant,
        int ledger,
        int core,
        int issuer,
        int postgres,
        int kafka,
        List<Integer> ledgers) {
    private static final int SLOTS = 1024;
    private static final String ISSUER = "issuer";

    public Addresses {
        // A run file from before there were shards names none.
        ledgers = ledgers == null ? List.of() : List.copyOf(ledgers);
    }

    /// The ports that the documents name.
    public static Addresses standard() {
        return new Addresses(8080, 8081, 8082, 8083, 8084, 8085, 8086, 15432, 19092, List.of());
    }

    /// Nine ports in a row, for a machine on which the standard ones are taken.
    public static Addresses from(int base) {
        return each(offset -> base + offset);
    }

    /// Free ports, so that several suites run beside each other.
    public static Addresses random() {
        return each(_ -> Ports.free());
    }

    public Addresses withGateway(int port) {
        return new Addresses(port, wallet, payment, merchant, ledger, core, issuer, postgres, kafka, ledgers);
    }

    /// Free ports for the further ones.
    ///
    /// @param shards of the ledger, at least one
    public Addresses withShards(int shards) {
        var further = Stream.generate(Ports::free).limit(shards - 1L).toList();
        return new Addresses(gateway, wallet, payment, merchant, ledger, core, issuer, postgres, kafka, further);
    }

    /// How many shards the ledger has.
    public int shards() {
        return 1 + ledgers.size();
    }

    int ledger(int shard) {
        return shard == 0 ? ledger : ledgers.get(shard - 1);
    }

    /// The name of the process that keeps a shard.
    public static String ledgerName(int shard) {
        return Service.LEDGER.processName() + (shard == 0 ? "" : "-" + shard);
    }

    /// The name of the database that is a shard.
    public static String ledgerDatabase(int shard) {
        return "ledger" + (shard == 0 ? "" : "_" + shard);
    }

    /// Equal parts, as `JIAOZI_LEDGER_SHARDS` is written.
    String shardMap() {
        return IntStream.range(0, shards())
                .mapToObj(shard ->
                        "%d-%d=%d".formatted(SLOTS * shard / shards(), SLOTS * (shard + 1) / shards() - 1, shard))
                .collect(Collectors.joining(","));
    }

    /// With the user `postgres`, who needs no password here.
    String jdbc(String database) {
        return "jdbc:postgresql://localhost:%d/%s?user=postgres".formatted(postgres, database);
    }

    static URI uri(int port) {
        return URI.create("http://localhost:" + port);
    }

    /// By the names of the processes; the issuer lives in the launcher.
    Map<String, Integer> byName() {
        var ports = new LinkedHashMap<String, Integer>();
        ports.put("gateway", gateway);
        ports.put("wallet-service", wallet);
        ports.put("payment-service", payment);
        ports.put("merchant-service", merchant);
        for (int shard = 0; shard < shards(); shard++) {
            ports.put(ledgerName(shard), ledger(shard));
        }
        ports.put(Suite.CORE, core);
        ports.put(ISSUER, issuer);
        ports.put(Suite.POSTGRES, postgres);
        ports.put(Suite.KAFKA, kafka);
        return ports;
    }

    /// The processes of a whole suite, by the names that messages, signals and the run file use.
    List<String> processes() {
        return byName().keySet().stream().filter(name -> !name.equals(ISSUER)).toList();
    }

    private static Addresses each(IntUnaryOperator port) {
        return new Addresses(
                port.applyAsInt(0),
                port.applyAsInt(1),
                port.applyAsInt(2),
                port.applyAsInt(3),
                port.applyAsInt(4),
                port.applyAsInt(5),
                port.applyAsInt(6),
                port.applyAsInt(7),
                port.applyAsInt(8),
                List.of());
    }
}
