package cn.jiaozi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.local.Options;
import cn.jiaozi.local.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RestartIT {
    @Test
    void theBalancesBeforeDownAreThoseAfterUp() throws IOException {
        Path root = Path.of(System.getProperty("jiaozi.root", ".."))
                .toAbsolutePath()
                .normalize();
        var options = Options.of(root, Files.createTempDirectory(Files.createDirectories(Path.of("target")), "restart"))
                .withRandomPorts()
                .withoutTraining();

        JsonNode before = demoAndBalances(options, true);
        JsonNode after = demoAndBalances(options, false);

        assertThat(after).isEqualTo(before);
    }

    private static JsonNode demoAndBalances(Options options, boolean demo) {
        try (var suite = Suite.start(options);
                var api = new Api(suite.gateway())) {
            if (demo) {
                assertThat(new Demo(api, suite.tokens()).tell()).isZero();
            }
            return api.get(suite.tokens().token("auditor", "AUDITOR"), "/v1/trial-balance")
                    .body();
        }
    }
}
