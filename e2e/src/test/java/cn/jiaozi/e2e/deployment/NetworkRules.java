package cn.jiaozi.e2e.deployment;

import static cn.jiaozi.e2e.deployment.Manifests.container;
import static cn.jiaozi.e2e.deployment.Manifests.hasPort;
import static cn.jiaozi.e2e.deployment.Manifests.name;
import static cn.jiaozi.e2e.deployment.Manifests.selects;
import static cn.jiaozi.e2e.deployment.Manifests.text;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.stream.Stream;

/// Who reaches whom: whether everything that is addressed is there, and let through.
final class NetworkRules {
    private final Manifests manifests;
    private final Findings findings;

    NetworkRules(Manifests manifests, Findings findings) {
        this.manifests = manifests;
        this.findings = findings;
    }

    void check() {
        manifests.all(Service.class).forEach(this::service);
        manifests.all(NetworkPolicy.class).forEach(this::policy);
        manifests.all(Deployment.class).forEach(this::addresses);
        manifests
                .all(Ingress.class)
                .forEach(ingress -> ingress.getSpec().getRules().stream()
                        .flatMap(rule -> rule.getHttp().getPaths().stream())
                        .forEach(path -> published(name(ingress), path)));
    }

    private void service(Service service) {
        var name = name(service);
        var pods = manifests
                .pods(new LabelSelector(List.of(), service.getSpec().getSelector()))
                .toList();
        findings.expect(name, pods.size() == 1, "the Service selects the pods of " + pods.size() + " deployments");
        service.getSpec().getPorts().forEach(port -> ports(name, pods, Stream.of(port.getTargetPort())));
    }

    private void policy(NetworkPolicy policy) {
        var name = name(policy);
        var pods = manifests.pods(policy.getSpec().getPodSelector()).toList();
        findings.expect(name, !pods.isEmpty(), "the policy selects nobody");
        policy.getSpec().getIngress().forEach(ingress -> {
            ingress.getFrom().forEach(peer -> peers(name, peer));
            ports(name, pods, ingress.getPorts().stream().map(NetworkPolicyPort::getPort));
        });
        policy.getSpec()
                .getEgress()
                .forEach(egress -> egress.getTo()
                        .forEach(peer -> ports(
                                name,
                                peers(name, peer),
                                egress.getPorts().stream().map(NetworkPolicyPort::getPort))));
    }

    private List<PodTemplateSpec> peers(String name, NetworkPolicyPeer peer) {
        if (peer.getPodSelector() == null) {
            return List.of();
        }
        var pods = manifests.pods(peer.getPodSelector()).toList();
        findings.expect(name, !pods.isEmpty(), "the policy's peer does not exist");
        return pods;
    }

    private void ports(String name, List<PodTemplateSpec> pods, Stream<IntOrString> ports) {
        ports.forEach(port -> findings.expect(
                name, pods.stream().allMatch(pod -> hasPort(pod, port)), "there is no port " + text(port)));
    }

    private void addresses(Deployment deployment) {
        var name = name(deployment);
        for (var address : Address.of(manifests.values(container(deployment)))) {
            findings.expect(
                    name, address.host().contains(".") || isService(address), "there is no Service at " + address);
            findings.expect(name, isLetOut(deployment, address), "no policy lets it out to " + address);
        }
    }

    private boolean isService(Address address) {
        return manifests
                .all(Service.class)
                .anyMatch(service -> name(service).equals(address.host())
                        && service.getSpec().getPorts().stream().anyMatch(port -> port.getPort() == address.port()));
    }

    private boolean isLetOut(Deployment deployment, Address address) {
        var labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
        return manifests
                .all(NetworkPolicy.class)
                .filter(policy -> selects(policy.getSpec().getPodSelector(), labels))
                .flatMap(policy -> policy.getSpec().getEgress().stream())
                .flatMap(egress -> egress.getPorts().stream())
                .anyMatch(port -> text(port.getPort()).equals(Integer.toString(address.port())));
    }

    private void published(String name, HTTPIngressPath path) {
        var backend = path.getBackend().getService();
        findings.expect(
                name,
                manifests
                        .all(Service.class)
                        .anyMatch(service -> name(service).equals(backend.getName())
                                && service.getSpec().getPorts().stream()
                                        .anyMatch(port -> port.getName()
                                                .equals(backend.getPort().getName()))),
                "nothing is behind the path " + path.getPath());
        findings.expect(
                name,
                path.getPathType().equals("Exact") || path.getPath().startsWith("/v1"),
                path.getPath() + " publishes more than the interface");
    }
}
