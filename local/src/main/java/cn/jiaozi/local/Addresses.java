package cn.jiaozi.local;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/// The ports of one suite.
public record Addresses(
        int gateway, int wallet, int payment, int merchant, int ledger, int core, int issuer, int postgres, int kafka) {

    /// The ports that the documents name.
    public static Addresses standard() {
        return new Addresses(8080, 8081, 8082, 8083, 8084, 8085, 8086, 15432, 19092);
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
        return new Addresses(port, wallet, payment, merchant, ledger, core, issuer, postgres, kafka);
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
        ports.put("ledger-service", ledger);
        ports.put(Suite.CORE, core);
        ports.put("issuer", issuer);
        ports.put(Suite.POSTGRES, postgres);
        ports.put(Suite.KAFKA, kafka);
        return ports;
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
                port.applyAsInt(8));
    }
}
