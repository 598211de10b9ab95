package cn.jiaozi.e2e.deployment;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Our reading of the kustomizations beside that of `kubectl`, on machines that have it.
class KustomizationTest {
    private static final Repository OURS = Repository.ours();
    static final List<String> OVERLAYS = Manifests.OVERLAYS;

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void buildsWhatKubectlBuilds(String overlay) throws IOException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl"))),
                "kubectl is not installed");

        var process = new ProcessBuilder("kubectl", "kustomize", overlay)
                .directory(OURS.root().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var built = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // It names a generated ConfigMap after its content, so that pods are replaced when that changes.
        var theirs = StrictYaml.documents(overlay, built.replaceAll("jiaozi-[0-9a-z]{10}\\b", "jiaozi"));
        assertThat(byName(theirs)).isEqualTo(byName(Kustomization.build(OURS, overlay)));
    }

    private static Map<String, Object> byName(List<Map<String, Object>> objects) {
        return objects.stream()
                .collect(toMap(
                        object -> object.get("kind") + " "
                                + StrictYaml.map("", object, "metadata").get("name"),
                        KustomizationTest::sorted));
    }

    /// The order of variables and the like says nothing.
    private static Object sorted(Object tree) {
        return switch (tree) {
            case Map<?, ?> map ->
                map.entrySet().stream().collect(toMap(Map.Entry::getKey, entry -> sorted(entry.getValue())));
            case List<?> list -> list.stream().map(KustomizationTest::sorted).collect(toSet());
            default -> tree;
        };
    }
}
