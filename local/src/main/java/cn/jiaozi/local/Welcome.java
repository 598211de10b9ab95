package cn.jiaozi.local;

import java.nio.file.Path;

/// What somebody who has just started the suite wants to know.
final class Welcome {
    private Welcome() {}

    static String text(Suite suite, Path dataDir) {
        return """

                Jiaozi is ready.
                  gateway        %1$s
                  health         %1$s/actuator/health/readiness
                  bank core      %2$s   (simulator; its books: %2$s/core/v1/books)
                  tokens         %3$s   (development only)
                  PostgreSQL     localhost:%4$d   databases wallet, payment, merchant, ledger; user postgres
                  Kafka          %5$s
                  data and logs  %6$s

                Try next, in another shell:
                  ./jiaozi demo                                  the whole story, told through the gateway
                  ./jiaozi token alice --roles CUSTOMER          a token for your own requests
                  curl -H "Authorization: Bearer $(./jiaozi token audit --roles AUDITOR)" %1$s/v1/trial-balance
                  ./jiaozi down                                  stops everything; so does Ctrl-C here
                """.formatted(
                        suite.gateway(),
                        suite.core(),
                        Addresses.uri(suite.addresses().issuer()),
                        suite.addresses().postgres(),
                        suite.kafka(),
                        dataDir);
    }
}
