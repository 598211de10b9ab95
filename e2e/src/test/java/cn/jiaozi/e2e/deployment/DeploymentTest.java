package cn.jiaozi.e2e.deployment;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.FieldSource;

/// First what we have, then the same with one thing broken: every check must be able to fail.
class DeploymentTest {
    private static final Repository OURS = Repository.ours();
    static final List<String> OVERLAYS = Manifests.OVERLAYS;
    private static final String DEV = OVERLAYS.getFirst();

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void manifestsFitTheServices(String overlay) {
        assertThat(Manifests.problems(OURS, overlay)).isEmpty();
    }

    @Test
    void composeFitsTheServices() {
        assertThat(ComposeRules.problems(OURS)).isEmpty();
    }

    @Test
    void theImageTakesWhatTheBuildMakes() {
        assertThat(ImageRules.problems(OURS)).isEmpty();
    }

    @Test
    void everyVariableIsExplained() {
        assertThat(new OperationsPage(OURS).problems()).isEmpty();
    }

    @Test
    void everySecretThatIsAskedForIsUsed() {
        var used = OVERLAYS.stream()
                .flatMap(overlay -> Manifests.of(OURS, overlay).secretKeys().stream())
                .collect(toSet());

        assertThat(new OperationsPage(OURS).secretKeys()).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void noManifestIsForgotten() {
        Set<String> used = new TreeSet<>();
        OVERLAYS.forEach(overlay -> used.addAll(Kustomization.files(OURS, overlay)));

        assertThat(OURS.files("k8s")).containsExactlyElementsOf(used);
    }

    @ParameterizedTest
    @CsvFileSource(
            resources = "/deployment/unknown-to-kubernetes.csv",
            delimiter = '|',
            quoteCharacter = '\'',
            numLinesToSkip = 1)
    void refusesManifestsThatKubernetesWouldNotKnow(String file, String right, String wrong, String problem) {
        var broken = with("k8s/base/" + file, right, wrong);

        assertThat(Manifests.problems(broken, DEV)).singleElement().asString().contains(problem);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/deployment/manifests.csv", delimiter = '|', quoteCharacter = '\'', numLinesToSkip = 1)
    void refusesManifestsThatDoNotFit(String file, String right, String wrong, String problem) {
        var broken = with("k8s/" + file, right, wrong);

        assertThat(Manifests.problems(broken, DEV))
                .anySatisfy(found -> assertThat(found).contains(problem));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/deployment/compose.csv", delimiter = '|', quoteCharacter = '\'', numLinesToSkip = 1)
    void refusesAComposeFileThatDoesNotFit(String right, String wrong, String problem) {
        var broken = with(ComposeRules.PATH, right, wrong);

        assertThat(ComposeRules.problems(broken))
                .anySatisfy(found -> assertThat(found).contains(problem));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/deployment/image.csv", delimiter = '|', quoteCharacter = '\'', numLinesToSkip = 1)
    void refusesAnImageThatDoesNotFit(String file, String right, String wrong, String problem) {
        var broken = with(file, right, wrong);

        assertThat(ImageRules.problems(broken))
                .anySatisfy(found -> assertThat(found).contains(problem));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/deployment/page.csv", delimiter = '|', quoteCharacter = '\'', numLinesToSkip = 1)
    void refusesAPageThatExplainsOtherVariables(String right, String wrong, String problem) {
        var broken = new OperationsPage(with(OperationsPage.PATH, right, wrong));

        assertThat(broken.problems()).anySatisfy(found -> assertThat(found).contains(problem));
    }

    /// A service that begins to read another variable is noticed by every file that deploys it.
    @Test
    void refusesWhatDoesNotNameANewVariable() {
        var broken =
                with("merchant-service/src/main/resources/application.yml", "${JIAOZI_OPERATOR:002}", "${JIAOZI_NEW}");

        assertThat(Manifests.problems(broken, DEV))
                .containsExactly(DEV + ": merchant-service: JIAOZI_NEW is read and not named");
        assertThat(ComposeRules.problems(broken))
                .containsExactly("docker-compose.yml: merchant-service: JIAOZI_NEW is read and not named");
        assertThat(new OperationsPage(broken).problems())
                .contains("docs/operations.md: merchant-service: JIAOZI_NEW is not explained");
    }

    /// As `docs/operations.md` tells it, step by step.
    @Test
    void aSecondShardOfTheLedgerFits() {
        String second = OURS.text("k8s/base/ledger-service.yml")
                .replaceAll("(?m)(name|app): ledger-service([}]*)$", "$1: ledger-service-1$2")
                .replace("  env:\n", "  env:\n            - {name: JIAOZI_LEDGER_SHARD, value: \"1\"}\n");
        var two = edited(
                edited(
                        edited(
                                edited(
                                        OURS.with("k8s/base/ledger-service-1.yml", second),
                                        "k8s/base/kustomization.yml",
                                        "  - ledger-service.yml\n",
                                        "  - ledger-service.yml\n  - ledger-service-1.yml\n"),
                                "k8s/base/network.yml",
                                "[ledger-service, ",
                                "[ledger-service, ledger-service-1, "),
                        "k8s/base/every-service.yml",
                        "            - name: SERVER_PORT\n",
                        "            - {name: JIAOZI_LEDGER_SHARDS, value: \"0-511=0,512-1023=1\"}\n            - name: SERVER_PORT\n"),
                "k8s/base/gateway.yml",
                "http://ledger-service:8080",
                "http://ledger-service:8080,http://ledger-service-1:8080");

        assertThat(OVERLAYS)
                .allSatisfy(
                        overlay -> assertThat(Manifests.problems(two, overlay)).isEmpty());
        assertThat(Manifests.problems(
                        edited(two, "k8s/base/ledger-service-1.yml", "name: JIAOZI_LEDGER_SHARD,", "name: SHARD,"),
                        DEV))
                .containsExactly(DEV + ": ledger-service-1: SHARD is named and nobody reads it");
        assertThat(Manifests.problems(
                        edited(two, "k8s/base/gateway.yml", "ledger-service-1:8080", "ledger-service-2:8080"), DEV))
                .anySatisfy(found -> assertThat(found).contains("there is no Service at ledger-service-2:8080"));
    }

    private static Repository with(String file, String right, String wrong) {
        return edited(OURS, file, right, wrong);
    }

    private static Repository edited(Repository repository, String file, String before, String after) {
        var text = repository.text(file);
        assertThat(text).contains(before);
        return repository.with(file, text.replace(before, after));
    }
}
