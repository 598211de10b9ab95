package cn.jiaozi.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void joinsPathsAndKeepsSharedSchemasOnce() {
        JsonNode merged =
                OpenApi.merge("v1", List.of(part("wallet-service", "/a", "{}"), part("payment-service", "/b", "{}")));

        assertThat(merged.path("paths").propertyNames()).containsExactly("/a", "/b");
        assertThat(merged.path("components").path("schemas").propertyNames()).containsExactly("Thing");
        assertThat(merged.at("/security/0").has("bearer")).isTrue();
        assertThat(merged.at("/components/securitySchemes").propertyNames()).containsExactly("bearer");
    }

    @Test
    void renamesWhatClashes() {
        JsonNode merged = OpenApi.merge(
                "v1",
                List.of(part("wallet-service", "/a", "{}"), part("payment-service", "/b", "{\"type\":\"string\"}")));

        assertThat(merged.path("components").path("schemas").propertyNames()).containsExactly("Thing", "payment_Thing");
        assertThat(merged.at("/paths/~1b/get/schema/$ref").asString()).isEqualTo("#/components/schemas/payment_Thing");
        assertThat(merged.at("/paths/~1a/get/schema/$ref").asString()).isEqualTo("#/components/schemas/Thing");
        assertThat(merged.at("/paths/~1a/get/operationId").asString()).isEqualTo("read");
        assertThat(merged.at("/paths/~1b/get/operationId").asString()).isEqualTo("payment_read");
    }

    static UpstreamClient.Document part(String service, String path, String schema) {
        return new UpstreamClient.Document(service, JSON.readTree(document(path, schema)));
    }

    static String document(String path, String schema) {
        return """
                {"openapi": "3.1.0", "info": {"title": "x", "version": "v0"},
                 "paths": {"%s": {"get": {"operationId": "read", "schema": {"$ref": "#/components/schemas/Thing"}}}},
                 "components": {"schemas": {"Thing": %s}, "securitySchemes": {"own": {}}}}
                """.formatted(path, schema);
    }
}
