package cn.jiaozi.local;

import java.nio.file.Path;

/// The five services, in the order in which they are started.
enum Service {
    LEDGER("ledger-service"),
    WALLET("wallet-service"),
    PAYMENT("payment-service"),
    MERCHANT("merchant-service"),
    GATEWAY("gateway");

    private static final String VERSION = "0.1.0";

    private final String processName;

    Service(String processName) {
        this.processName = processName;
    }

    String processName() {
        return processName;
    }

    int port(Addresses addresses) {
        return switch (this) {
            case LEDGER -> addresses.ledger();
            case WALLET -> addresses.wallet();
            case PAYMENT -> addresses.payment();
            case MERCHANT -> addresses.merchant();
            case GATEWAY -> addresses.gateway();
        };
    }

    /// The jar that Maven builds.
    Path jar(Path root) {
        return root.resolve(processName, "target", processName + "-" + VERSION + "-exec.jar");
    }
}
