package cn.jiaozi.e2e.deployment;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a service reads from its environment: the placeholders in its own files, and in the chassis when it stands on
/// it.
///
/// @param needed those that a deployment must name
record Variables(Set<String> needed, Set<String> all) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(:[^}]*)?}");
    /// Their defaults are fit for a developer's machine alone; beside them those that name it openly, `localhost`.
    private static final Set<String> DEVELOPERS =
            Set.of("SERVER_PORT", "JIAOZI_DB_PORT", "JIAOZI_DB_USER", "JIAOZI_DB_PASSWORD", "JIAOZI_INTERNAL_KEY");

    static Variables of(Repository repository, String service) {
        var needed = new TreeSet<String>();
        var all = new TreeSet<String>();
        var modules = isOnChassis(repository, service) ? List.of(service, "chassis") : List.of(service);
        modules.stream()
                .flatMap(module -> repository.files(module + "/src/main").stream())
                .filter(file -> file.endsWith(".yml") || file.endsWith(".java"))
                .flatMap(file -> PLACEHOLDER.matcher(repository.text(file)).results())
                .forEach(placeholder -> {
                    var name = placeholder.group(1);
                    var fallback = placeholder.group(2);
                    all.add(name);
                    if (fallback == null || fallback.contains("localhost") || DEVELOPERS.contains(name)) {
                        needed.add(name);
                    }
                });
        return new Variables(needed, all);
    }

    static boolean isOnChassis(Repository repository, String service) {
        return repository.text(service + "/pom.xml").contains("<artifactId>chassis</artifactId>");
    }

    /// What is wrong with a deployment that names these.
    Stream<String> problems(Collection<String> named) {
        return Stream.concat(
                needed.stream().filter(name -> !named.contains(name)).map(name -> name + " is read and not named"),
                named.stream().filter(name -> !all.contains(name)).map(name -> name + " is named and nobody reads it"));
    }
}
