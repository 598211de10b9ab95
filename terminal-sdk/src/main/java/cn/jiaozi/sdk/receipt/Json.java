package cn.jiaozi.sdk.receipt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// An object of JSON, taken apart member by member. Strict, since two readers must never see two receipts in one
/// file: a member twice, one that nobody takes, or anything behind the end is refused with
/// [IllegalArgumentException].
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, Object> members;

    private Json(Map<String, Object> members) {
        this.members = members;
    }

    public static <T> T read(String text, Function<Json, T> shape) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            var value = whole(value(parser), shape, "The whole");
            Texts.check(parser.nextToken() == null, "There is more behind the end of the JSON");
            return value;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /// Of the members of the whole.
    public static Set<String> names(String text) {
        return read(text, json -> {
            var names = Set.copyOf(json.members.keySet());
            json.members.clear();
            return names;
        });
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                var members = new LinkedHashMap<String, Object>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    var name = parser.currentName();
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                yield new Json(members);
            }
            case START_ARRAY -> {
                var elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case null, default -> throw new IllegalArgumentException("The JSON has what no receipt has");
        };
    }

    private static <T> T whole(Object value, Function<Json, T> shape, String name) {
        if (!(value instanceof Json json)) {
            throw new IllegalArgumentException(name + " is not an object");
        }
        var read = shape.apply(json);
        Texts.check(json.members.isEmpty(), name + " has more than is known: " + json.members.keySet());
        return read;
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    public long number(String name) {
        return as(Long.class, name);
    }

    public String string(String name) {
        return as(String.class, name);
    }

    Hash hash(String name) {
        return Hash.parse(string(name));
    }

    <T> T object(String name, Function<Json, T> shape) {
        return whole(as(Json.class, name), shape, name);
    }

    <T> Optional<T> optional(String name, Function<Json, T> shape) {
        return has(name) ? Optional.of(object(name, shape)) : Optional.empty();
    }

    <T> List<T> objects(String name, Function<Json, T> shape) {
        return elements(name, element -> whole(element, shape, "An element of " + name));
    }

    List<Hash> hashes(String name) {
        return elements(name, element -> {
            if (!(element instanceof String hex)) {
                throw new IllegalArgumentException("An element of " + name + " is not a string");
            }
            return Hash.parse(hex);
        });
    }

    private <T> List<T> elements(String name, Function<Object, T> element) {
        var elements = new ArrayList<T>();
        for (Object each : as(List.class, name)) {
            elements.add(element.apply(each));
        }
        return elements;
    }

    private <T> T as(Class<T> type, String name) {
        var value = members.remove(name);
        if (value == null || !type.isInstance(value)) {
            throw new IllegalArgumentException(name + " is missing or of another type");
        }
        return type.cast(value);
    }
}
