package cn.jiaozi.e2e.deployment;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Builds what `kubectl kustomize` builds, as far as our kustomizations go: it refuses every other field.
final class Kustomization {
    private static final Set<String> FIELDS =
            Set.of("apiVersion", "kind", "namespace", "labels", "resources", "patches", "configMapGenerator");
    /// By which field a patch finds the element of a list that it changes.
    private static final Map<String, String> MERGE_KEYS = Map.of("containers", "name", "env", "name");

    private final Repository repository;
    private final Set<String> used = new TreeSet<>();

    private Kustomization(Repository repository) {
        this.repository = repository;
    }

    static List<Map<String, Object>> build(Repository repository, String folder) {
        return new Kustomization(repository).build(folder);
    }

    /// The files that a kustomization stands on, directly or through another.
    static Set<String> files(Repository repository, String folder) {
        var kustomization = new Kustomization(repository);
        kustomization.build(folder);
        return kustomization.used;
    }

    private List<Map<String, Object>> build(String folder) {
        var path = folder + "/kustomization.yml";
        used.add(path);
        var fields = StrictYaml.document(repository, path);
        refuseUnknown(path, fields, FIELDS);

        var built = new ArrayList<Map<String, Object>>();
        for (var resource : StrictYaml.strings(path, fields, "resources")) {
            built.addAll(resources(path, beside(folder, resource)));
        }
        for (var generator : StrictYaml.maps(path, fields, "configMapGenerator")) {
            built.add(configMap(path, generator));
        }
        for (var patch : StrictYaml.maps(path, fields, "patches")) {
            refuseUnknown(path, patch, Set.of("path", "target"));
            patch(path, built, StrictYaml.map(path, patch, "target"), beside(folder, text(path, patch, "path")));
        }
        for (var labels : StrictYaml.maps(path, fields, "labels")) {
            refuseUnknown(path, labels, Set.of("pairs"));
            built.replaceAll(object ->
                    merge(path, object, Map.of("metadata", Map.of("labels", StrictYaml.map(path, labels, "pairs")))));
        }
        var namespace = fields.get("namespace");
        if (namespace != null) {
            built.replaceAll(object -> merge(path, object, Map.of("metadata", Map.of("namespace", namespace))));
        }
        return built;
    }

    private List<Map<String, Object>> resources(String path, String resource) {
        if (repository.has(resource + "/kustomization.yml")) {
            return build(resource);
        }
        return StrictYaml.documents(resource, read(path, resource));
    }

    private void patch(String path, List<Map<String, Object>> built, Map<String, Object> target, String file) {
        refuseUnknown(path, target, Set.of("kind", "name"));
        var documents = StrictYaml.documents(file, read(path, file));
        var kind = text(path, target, "kind");
        var name = target.getOrDefault("name", ".*").toString();
        var hits = 0;
        for (var i = 0; i < built.size(); i++) {
            var object = built.get(i);
            if (kind.equals(object.get("kind")) && name(file, object).matches(name)) {
                hits++;
                for (var document : documents) {
                    built.set(i, merge(file, object, anonymous(document)));
                }
            }
        }
        if (hits == 0 || documents.size() != 1) {
            throw new IllegalArgumentException(
                    "%s: %s is %d patches for %d objects".formatted(path, file, documents.size(), hits));
        }
    }

    /// A patch that has a target names an object only because every object is named.
    private static Map<String, Object> anonymous(Map<String, Object> patch) {
        var anonymous = new LinkedHashMap<>(patch);
        anonymous.keySet().removeAll(Set.of("apiVersion", "kind"));
        anonymous.put("metadata", Map.of());
        return anonymous;
    }

    private Map<String, Object> configMap(String path, Map<String, Object> generator) {
        refuseUnknown(path, generator, Set.of("name", "literals"));
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Map.of("name", text(path, generator, "name")),
                "data",
                StrictYaml.strings(path, generator, "literals").stream()
                        .map(literal -> literal.split("=", 2))
                        .collect(toMap(literal -> literal[0], literal -> literal[1])));
    }

    private static Map<String, Object> merge(String path, Map<String, Object> object, Map<String, Object> patch) {
        var merged = new LinkedHashMap<>(object);
        patch.forEach((name, value) -> merged.merge(name, value, (old, added) -> merge(path, name, old, added)));
        return merged;
    }

    private static Object merge(String path, String name, Object old, Object added) {
        if (old instanceof Map<?, ?> && added instanceof Map<?, ?>) {
            return merge(path, StrictYaml.map(path, old), StrictYaml.map(path, added));
        }
        if (old instanceof List<?> list && added instanceof List<?> more) {
            var key = MERGE_KEYS.get(name);
            if (key == null) {
                throw new IllegalArgumentException(path + ": a patch of the list " + name + " is not known here");
            }
            var merged = new LinkedHashMap<Object, Map<String, Object>>();
            for (var elements : List.of(list, more)) {
                for (var element : elements) {
                    var map = StrictYaml.map(path, element);
                    merged.merge(text(path, map, key), map, (a, b) -> merge(path, a, b));
                }
            }
            return List.copyOf(merged.values());
        }
        return added;
    }

    private String read(String path, String file) {
        if (!repository.has(file)) {
            throw new IllegalArgumentException(path + ": there is no " + file);
        }
        used.add(file);
        return repository.text(file);
    }

    private String beside(String folder, String relative) {
        var root = repository.root();
        return root.relativize(root.resolve(folder).resolve(relative).normalize())
                .toString();
    }

    private static String name(String path, Map<String, Object> object) {
        return text(path, StrictYaml.map(path, object, "metadata"), "name");
    }

    private static String text(String path, Map<String, Object> map, String name) {
        var value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException(path + ": " + name + " is missing in " + map);
        }
        return value.toString();
    }

    private static void refuseUnknown(String path, Map<String, Object> map, Set<String> known) {
        for (var name : map.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(path + ": the field " + name + " is not known here");
            }
        }
    }
}
