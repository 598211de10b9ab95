package cn.jiaozi.e2e.deployment;

import static java.util.stream.Collectors.toMap;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The objects that an overlay builds, and how they find each other.
record Manifests(String overlay, List<HasMetadata> objects) {
    static final List<String> OVERLAYS = List.of("k8s/overlays/dev", "k8s/overlays/prod");

    static Manifests of(Repository repository, String overlay) {
        return new Manifests(
                overlay,
                Kustomization.build(repository, overlay).stream()
                        .map(StrictModel::of)
                        .toList());
    }

    static List<String> problems(Repository repository, String overlay) {
        try {
            var manifests = of(repository, overlay);
            var findings = new Findings(overlay);
            new DeploymentRules(repository, manifests, findings).check();
            new NetworkRules(manifests, findings).check();
            return findings.problems();
        } catch (IllegalArgumentException e) {
            return List.of(overlay + ": " + e.getMessage());
        }
    }

    <T extends HasMetadata> Stream<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast);
    }

    Stream<PodTemplateSpec> pods(LabelSelector selector) {
        return all(Deployment.class)
                .map(deployment -> deployment.getSpec().getTemplate())
                .filter(pod -> selects(selector, pod.getMetadata().getLabels()));
    }

    Map<String, String> configuration(String configMap) {
        return all(ConfigMap.class)
                .filter(map -> name(map).equals(configMap))
                .flatMap(map -> map.getData().entrySet().stream())
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// The variables of a container, but for the secret ones.
    Map<String, String> values(Container container) {
        var values = new TreeMap<String, String>();
        for (var variable : container.getEnv()) {
            var from = variable.getValueFrom();
            if (from == null) {
                values.put(variable.getName(), Objects.requireNonNullElse(variable.getValue(), ""));
            } else if (from.getConfigMapKeyRef() != null) {
                var reference = from.getConfigMapKeyRef();
                values.put(
                        variable.getName(), configuration(reference.getName()).getOrDefault(reference.getKey(), ""));
            }
        }
        return values;
    }

    /// What the objects expect of the Secrets, as `secret/key`.
    Set<String> secretKeys() {
        var keys = new TreeSet<String>();
        all(Deployment.class)
                .flatMap(deployment -> container(deployment).getEnv().stream())
                .filter(variable -> variable.getValueFrom() != null)
                .map(variable -> variable.getValueFrom().getSecretKeyRef())
                .filter(Objects::nonNull)
                .forEach(secret -> keys.add(secret.getName() + "/" + secret.getKey()));
        all(Ingress.class)
                .flatMap(ingress -> ingress.getSpec().getTls().stream())
                .flatMap(tls -> Stream.of("tls.crt", "tls.key").map(key -> tls.getSecretName() + "/" + key))
                .forEach(keys::add);
        return keys;
    }

    static Stream<VolumeMount> mounts(PodTemplateSpec pod) {
        return pod.getSpec().getContainers().stream().flatMap(container -> container.getVolumeMounts().stream());
    }

    static Container container(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
    }

    static boolean selects(LabelSelector selector, Map<String, String> labels) {
        return labels.entrySet().containsAll(selector.getMatchLabels().entrySet())
                && selector.getMatchExpressions().stream().allMatch(expression -> switch (expression.getOperator()) {
                    case "In" -> expression.getValues().contains(labels.get(expression.getKey()));
                    case "Exists" -> labels.containsKey(expression.getKey());
                    default ->
                        throw new IllegalArgumentException("The operator of " + expression + " is not known here");
                });
    }

    static boolean hasPort(PodTemplateSpec pod, IntOrString port) {
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .anyMatch(known -> text(port).equals(known.getName())
                        || text(port).equals(known.getContainerPort().toString()));
    }

    static String text(IntOrString port) {
        return port.getStrVal() != null ? port.getStrVal() : port.getIntVal().toString();
    }

    static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }
}
