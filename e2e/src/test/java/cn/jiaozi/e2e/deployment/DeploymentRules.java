package cn.jiaozi.e2e.deployment;

import static cn.jiaozi.e2e.deployment.Manifests.container;
import static cn.jiaozi.e2e.deployment.Manifests.name;
import static cn.jiaozi.e2e.deployment.Manifests.selects;
import static java.util.Map.entry;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Map;

/// How a service is deployed: that it is given what it reads, and that the house's promises are kept.
final class DeploymentRules {
    private static final String POD = "/spec/template/spec";
    private static final String CONTAINER = POD + "/containers/0";
    private static final Map<String, String> PROMISES = Map.ofEntries(
            entry("/spec/strategy/rollingUpdate/maxUnavailable", "0"),
            entry(POD + "/automountServiceAccountToken", "false"),
            entry(POD + "/enableServiceLinks", "false"),
            entry(POD + "/securityContext/runAsNonRoot", "true"),
            entry(POD + "/securityContext/seccompProfile/type", "RuntimeDefault"),
            entry(CONTAINER + "/securityContext/readOnlyRootFilesystem", "true"),
            entry(CONTAINER + "/securityContext/allowPrivilegeEscalation", "false"),
            entry(CONTAINER + "/securityContext/capabilities/drop/0", "ALL"),
            entry(CONTAINER + "/startupProbe/httpGet/path", "/actuator/health/liveness"),
            entry(CONTAINER + "/livenessProbe/httpGet/path", "/actuator/health/liveness"),
            entry(CONTAINER + "/readinessProbe/httpGet/path", "/actuator/health/readiness"),
            entry(CONTAINER + "/startupProbe/httpGet/port", "http"),
            entry(CONTAINER + "/livenessProbe/httpGet/port", "http"),
            entry(CONTAINER + "/readinessProbe/httpGet/port", "http"),
            entry(CONTAINER + "/ports/0/name", "http"));
    /// Requests that have begun 30 s, inboxes 10 s, the relay 15 s.
    private static final long ORDERLY_END_SECONDS = 55;

    private final Repository repository;
    private final Manifests manifests;
    private final Findings findings;

    DeploymentRules(Repository repository, Manifests manifests, Findings findings) {
        this.repository = repository;
        this.manifests = manifests;
        this.findings = findings;
    }

    void check() {
        manifests.all(Deployment.class).forEach(deployment -> {
            var name = name(deployment);
            var container = container(deployment);
            var module = module(name);
            findings.expect(name, repository.services().contains(module), "no module of that name");
            var image = "jiaozi/" + module + ":" + repository.version();
            findings.expect(name, image.equals(container.getImage()), "its image is not " + image);
            selectors(name, deployment);
            promises(name, StrictModel.tree(deployment));
            mounts(name, deployment.getSpec().getTemplate());
            variables(name, container);
        });
    }

    /// Further shards of the ledger have a number.
    private static String module(String name) {
        return name.replaceFirst("^ledger-service-[1-9][0-9]*$", "ledger-service");
    }

    private void selectors(String name, Deployment deployment) {
        var pod = deployment.getSpec().getTemplate();
        var labels = pod.getMetadata().getLabels();
        findings.expect(
                name, selects(deployment.getSpec().getSelector(), labels), "its selector does not select its own pods");
        var budgets = manifests
                .all(PodDisruptionBudget.class)
                .filter(budget -> selects(budget.getSpec().getSelector(), labels))
                .count();
        findings.expect(name, budgets == 1, budgets + " disruption budgets");
        findings.expect(
                name,
                manifests
                        .all(ServiceAccount.class)
                        .anyMatch(account -> name(account).equals(pod.getSpec().getServiceAccountName())
                                && Boolean.FALSE.equals(account.getAutomountServiceAccountToken())),
                "no service account without a token");
        var spreads = pod.getSpec().getTopologySpreadConstraints();
        findings.expect(name, !spreads.isEmpty(), "its pods may all share one node");
        for (var spread : spreads) {
            var selector = spread.getLabelSelector();
            findings.expect(name, selects(selector, labels), "it is spread among the pods of others");
            findings.expect(
                    name,
                    spread.getMatchLabelKeys().stream().noneMatch(selector.getMatchLabels()::containsKey),
                    "a key stands in both selectors of its spread, which Kubernetes refuses");
        }
    }

    private void promises(String name, JsonNode deployment) {
        PROMISES.forEach((where, value) ->
                findings.expect(name, deployment.at(where).asText().equals(value), where + " is not " + value));
        var user = ImageRules.user(repository);
        findings.expect(
                name,
                deployment.at(POD + "/securityContext/runAsUser").asLong() == user,
                "the user of its image is " + user);
        var limit = deployment.at(CONTAINER + "/resources/limits/memory");
        findings.expect(name, limit.isTextual(), "its memory is not limited");
        findings.expect(
                name,
                limit.equals(deployment.at(CONTAINER + "/resources/requests/memory")),
                "a JVM gives no memory back: it is promised less than it may take");
        var leaving =
                deployment.at(CONTAINER + "/lifecycle/preStop/sleep/seconds").asLong();
        findings.expect(
                name,
                deployment.at(POD + "/terminationGracePeriodSeconds").asLong() >= leaving + ORDERLY_END_SECONDS,
                "it is killed before it could end in order");
    }

    private void mounts(String name, PodTemplateSpec pod) {
        var mounts = Manifests.mounts(pod).map(VolumeMount::getName).collect(toSet());
        var volumes = pod.getSpec().getVolumes().stream().map(Volume::getName).collect(toSet());
        findings.expect(name, mounts.equals(volumes), "its mounts are " + mounts + " and its volumes " + volumes);
    }

    private void variables(String name, Container container) {
        var named = container.getEnv().stream().map(EnvVar::getName).toList();
        Variables.of(repository, module(name)).problems(named).forEach(problem -> findings.add(name, problem));
        findings.expect(
                name, container.getEnvFrom().isEmpty(), "a whole map of variables, which may lack one unnoticed");
        var secretKeys = new OperationsPage(repository).secretKeys();
        for (var variable : container.getEnv()) {
            var from = variable.getValueFrom();
            if (from == null) {
                findings.expect(name, variable.getValue() != null, variable.getName() + " has no value");
            } else if (from.getConfigMapKeyRef() != null) {
                var reference = from.getConfigMapKeyRef();
                findings.expect(
                        name,
                        manifests.configuration(reference.getName()).containsKey(reference.getKey()),
                        "no ConfigMap " + reference.getName() + " with " + reference.getKey());
            } else {
                var secret = from.getSecretKeyRef();
                var key = secret.getName() + "/" + secret.getKey();
                findings.expect(name, secretKeys.contains(key), OperationsPage.PATH + " asks for no Secret " + key);
            }
        }
        var port = manifests.values(container).getOrDefault("SERVER_PORT", "");
        findings.expect(
                name,
                container.getPorts().stream()
                        .allMatch(known -> port.equals(known.getContainerPort().toString())),
                "it listens on " + port + " and its port is another");
    }
}
