package cn.jiaozi.e2e.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.local.token.KeyFiles;
import cn.jiaozi.testkit.Infrastructure;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.util.FileSystemUtils;
import org.yaml.snakeyaml.Yaml;

/// Does without an engine what the Dockerfile tells one to do: its commands, on the jars of this build.
class ImageIT {
    private static final Repository OURS = Repository.ours();
    private static final Dockerfile DOCKERFILE = Dockerfile.of(OURS);
    static final List<String> SERVICES = OURS.services();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @FieldSource("SERVICES")
    void takesEveryLayerOfTheJar(String service) throws Exception {
        var layers = unpack(service);

        var taken = DOCKERFILE.layers().stream()
                .map(layer -> Path.of(layer).getFileName().toString())
                .toList();
        try (var all = Files.list(layers)) {
            assertThat(all.filter(layer -> !isEmpty(layer))
                            .map(layer -> layer.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(taken);
        }
    }

    @Test
    void startsAnswersProbesAndEndsInOrder() throws Exception {
        var layers = unpack("gateway");
        var app = Files.createDirectory(folder.resolve("app"));
        for (var layer : DOCKERFILE.layers()) {
            FileSystemUtils.copyRecursively(layers.resolve(Path.of(layer).getFileName()), app);
        }
        var port = freePort();
        List<String> start = new Yaml().load(DOCKERFILE.argument("ENTRYPOINT"));

        var servers = Infrastructure.shared();
        servers.database("gateway");
        var key = KeyFiles.ecKey(folder.resolve("internal.jwk"));
        var gateway = process(
                app,
                start,
                Map.of(
                        "SERVER_PORT", Integer.toString(port),
                        "JIAOZI_DB_HOST", servers.host(),
                        "JIAOZI_DB_PORT", Integer.toString(servers.port()),
                        "JIAOZI_KAFKA", servers.kafka(),
                        "JIAOZI_INTERNAL_KEY", key.toJSONString(),
                        "JIAOZI_SIGNING_KEY", KeyFiles.pkcs8(key),
                        "JIAOZI_ISSUER", "https://login.bank.invalid",
                        "JIAOZI_JWKS_URI", "https://login.bank.invalid/jwks.json"));
        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> health(port, "liveness") == 0 || !gateway.isAlive());
            assertThat(gateway.isAlive())
                    .as(() -> Repository.read(app.resolve("log")))
                    .isTrue();
            assertThat(health(port, "readiness")).as("no service answers it").isNotZero();
        } finally {
            gateway.destroy();
        }
        assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(gateway.exitValue()).as("ended by SIGTERM").isEqualTo(128 + 15);
    }

    /// The exit code of the health command in `docker-compose.yml`.
    private int health(int port, String probe) throws Exception {
        var services = StrictYaml.map("", StrictYaml.document(OURS, ComposeRules.PATH), "services");
        var command = new ArrayList<>(StrictYaml.strings(
                "", StrictYaml.map("", StrictYaml.map("", services, "gateway"), "healthcheck"), "test"));
        assertThat(command.removeFirst()).isEqualTo("CMD");
        command.replaceAll(word -> word.replace("/8080", "/" + port).replace("readiness", probe));
        return process(folder, command, Map.of()).waitFor();
    }

    private Path unpack(String service) throws Exception {
        var jar = OURS.root().resolve("%s/target/%s-%s-exec.jar".formatted(service, service, OURS.version()));
        Files.copy(jar, folder.resolve("app.jar"));
        var run = DOCKERFILE.all("RUN").findFirst().orElseThrow();
        assertThat(process(folder, List.of("sh", "-c", run.argument()), Map.of())
                        .waitFor())
                .isZero();
        return folder.resolve("layers");
    }

    private static Process process(Path folder, List<String> command, Map<String, String> variables)
            throws IOException {
        // `env` looks for the command on the path that it is given, and becomes it.
        var words = new ArrayList<>(List.of("env"));
        words.addAll(command);
        var builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        var path = Path.of(System.getProperty("java.home"), "bin") + File.pathSeparator + System.getenv("PATH");
        builder.environment().clear();
        builder.environment().putAll(variables);
        builder.environment().put("PATH", path);
        return builder.start();
    }

    private static boolean isEmpty(Path layer) {
        try (var files = Files.list(layer)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
