package cn.jiaozi.gateway;

import cn.jiaozi.contracts.ShardMap;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// The services' OpenAPI documents as one, with the door's own words about servers and tokens. Services name their
/// schemas without knowing of each other: a name that two of them use for different things gets the service's name
/// before it, and so does an operation id that comes twice.
final class OpenApi {
    private static final String REF = "#/components/";

    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final Set<String> operationIds = new HashSet<>();

    private OpenApi(String version) {
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Jiaozi")
                .put("description", "Wallets, payments, merchants and the ledger of an e-CNY operating institution.")
                .put("version", version);
        document.putArray("servers").addObject().put("url", "/");
        document.putArray("security").addObject().putArray("bearer");
        document.putObject("paths");
        document.putObject("components")
                .putObject("securitySchemes")
                .putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("bearerFormat", "JWT");
    }

    static JsonNode merge(String version, Collection<UpstreamClient.Document> parts) {
        OpenApi merged = new OpenApi(version);
        parts.forEach(merged::add);
        return merged.document;
    }

    private void add(UpstreamClient.Document part) {
        String prefix = prefix(part.service());
        Map<String, String> names = newNames(part.tree().path("components"), prefix);
        part.tree().path("components").properties().stream()
                .filter(kind -> !"securitySchemes".equals(kind.getKey()))
                .forEach(kind -> kind.getValue().properties().forEach(component -> {
                    String reference = reference(kind.getKey(), component.getKey());
                    String name = names.getOrDefault(reference, reference);
                    components(kind.getKey())
                            .set(name.substring(name.lastIndexOf('/') + 1), renamed(component.getValue(), names));
                }));
        part.tree().path("paths").properties().forEach(path -> {
            ObjectNode operations = (ObjectNode) renamed(path.getValue(), names);
            operations.forEach(operation -> nameOnce(operation, prefix));
            if (part.service().equals(ShardMap.service(0))) {
                operations.forEach(OpenApi::addShard);
            }
            ((ObjectNode) document.path("paths"))
                    .withObjectProperty(path.getKey())
                    .setAll(operations);
        });
    }

    /// The references that must change. As soon as one name clashes every shared name does: an equal schema may
    /// refer to the one that differs.
    private Map<String, String> newNames(JsonNode components, String prefix) {
        Map<String, String> shared = new HashMap<>();
        boolean clash = false;
        for (Map.Entry<String, JsonNode> kind : components.properties()) {
            for (Map.Entry<String, JsonNode> component : kind.getValue().properties()) {
                JsonNode known = document.path("components").path(kind.getKey()).path(component.getKey());
                if (!known.isMissingNode()) {
                    clash |= !known.equals(component.getValue());
                    shared.put(
                            reference(kind.getKey(), component.getKey()),
                            reference(kind.getKey(), prefix + component.getKey()));
                }
            }
        }
        return clash ? shared : Map.of();
    }

    /// References stand in `$ref` and among the values of a discriminator's mapping.
    private static JsonNode renamed(JsonNode node, Map<String, String> names) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(field -> copy.set(field.getKey(), renamed(field.getValue(), names)));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(element -> copy.add(renamed(element, names)));
                yield copy;
            }
            case StringNode text
            when names.containsKey(text.asString()) -> JsonNodeFactory.instance.stringNode(names.get(text.asString()));
            default -> node;
        };
    }

    private ObjectNode components(String kind) {
        return ((ObjectNode) document.path("components")).withObjectProperty(kind);
    }

    private static String reference(String kind, String name) {
        return REF + kind + "/" + name;
    }

    private void nameOnce(JsonNode operation, String prefix) {
        if (operation instanceof ObjectNode named && named.has("operationId")) {
            String id = named.path("operationId").asString();
            named.put("operationId", operationIds.add(id) ? id : prefix + id);
        }
    }

    /// The door itself reads it, so no service describes it.
    private static void addShard(JsonNode operation) {
        if (operation instanceof ObjectNode described) {
            described
                    .withArrayProperty("parameters")
                    .addObject()
                    .put("name", LedgerShards.PARAMETER)
                    .put("in", "query")
                    .put("description", "The shard that is asked. A customer's account is found without it.")
                    .putObject("schema")
                    .put("type", "integer")
                    .put("minimum", 0)
                    .put("default", 0);
        }
    }

    private static String prefix(String service) {
        return service.replace("-service", "") + "_";
    }
}
