package cn.jiaozi.e2e.hand;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Commands as they are typed, one after another, to a gateway that is a [Stub].
abstract class Played {
    static final String MERCHANT = "002000100000018";

    final Stub gateway = new Stub();
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    final Path folder;

    Played(Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void tellTheGateway() {
        String stores = "/v1/merchants/" + MERCHANT + "/stores/";
        gateway.answers("GET /v1/merchant-registrations/demo-teahouse", 200, """
                        {"merchantNo":"%s","party":"demo-teahouse"}""".formatted(MERCHANT))
                .answers("PUT " + stores + "hand-store", 201, "{\"storeNo\":\"000001\"}")
                .answers("PUT " + stores + "000001/terminals/", 201, "{\"terminalId\":\"00000042\"}")
                .answers("PUT /v1/terminals/00000042/activation-codes/", 201, "{\"activationCode\":\"ABCD\"}")
                .answers("PUT /v1/terminal-activations/", 201, "{\"terminalId\":\"00000042\"}")
                .answers("GET " + stores + "000001/qr", 200, "{\"text\":\"a code\"}")
                .answers("GET /v1/terminals/00000042", 200, "{\"terminalId\":\"00000042\",\"state\":\"ACTIVE\"}")
                .answers("GET /v1/wallet-openings/demo-opening-zhang", 200, "{\"walletId\":\"0020000000000001\"}")
                .answers("PUT /v1/devices/", 201, "{\"state\":\"ACTIVE\",\"keyId\":\"k\"}");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var around =
                new Surroundings(gateway::address, (party, roles) -> party + "/" + String.join("+", roles), folder);
        return Hand.commands(around)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    void setUp(String... args) {
        assertThat(run(args)).as(out.toString() + err).isZero();
    }
}
