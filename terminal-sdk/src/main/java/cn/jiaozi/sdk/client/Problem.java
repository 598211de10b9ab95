package cn.jiaozi.sdk.client;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// An answer that says what is wrong (RFC 9457). With a status of 4xx nothing was begun; after any other the same call
/// finds out.
///
/// @param status of the answer itself
/// @param reason one of the suite's names, as `IDEMPOTENCY_CONFLICT`; empty when somebody else on the way answered
/// @param detail a sentence for a developer
public record Problem(int status, Optional<String> reason, Optional<String> detail) {
    private static final JsonFactory JSON = new JsonFactory();

    /// Whatever cannot be read of the body is left empty: the status says the most important.
    static Problem of(int status, byte[] body) {
        var members = new HashMap<String, String>();
        try (var parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    if (parser.nextToken() == JsonToken.VALUE_STRING) {
                        members.put(name, parser.getString());
                    }
                    parser.skipChildren();
                }
            }
        } catch (JacksonException _) {
            return of(status, Map.of());
        }
        return of(status, members);
    }

    private static Problem of(int status, Map<String, String> members) {
        return new Problem(
                status, Optional.ofNullable(members.get("reason")), Optional.ofNullable(members.get("detail")));
    }
}
