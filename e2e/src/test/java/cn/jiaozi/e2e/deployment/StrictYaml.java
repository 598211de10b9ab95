package cn.jiaozi.e2e.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// YAML as trees of maps, lists and values. What is not of the expected shape is refused with its path.
final class StrictYaml {
    private StrictYaml() {}

    static List<Map<String, Object>> documents(String path, String text) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            var documents = new ArrayList<Map<String, Object>>();
            new Yaml(new SafeConstructor(options)).loadAll(text).forEach(tree -> documents.add(map(path, tree)));
            return documents;
        } catch (YAMLException e) {
            throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
        }
    }

    static Map<String, Object> document(Repository repository, String path) {
        var documents = documents(path, repository.text(path));
        if (documents.size() != 1) {
            throw new IllegalArgumentException(path + ": " + documents.size() + " documents instead of one");
        }
        return documents.getFirst();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(String path, Object tree) {
        if (tree instanceof Map<?, ?> map && map.keySet().stream().allMatch(String.class::isInstance)) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException(path + ": not a map with names but " + tree);
    }

    /// A part of a map that may be absent.
    static Map<String, Object> map(String path, Map<String, Object> parent, String name) {
        return map(path + "." + name, parent.getOrDefault(name, Map.of()));
    }

    static List<Map<String, Object>> maps(String path, Map<String, Object> parent, String name) {
        return list(path, parent, name).stream()
                .map(element -> map(path + "." + name, element))
                .toList();
    }

    static List<String> strings(String path, Map<String, Object> parent, String name) {
        return list(path, parent, name).stream().map(Object::toString).toList();
    }

    private static List<?> list(String path, Map<String, Object> parent, String name) {
        if (parent.getOrDefault(name, List.of()) instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException(path + "." + name + ": not a list");
    }
}
