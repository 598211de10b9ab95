package cn.jiaozi.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/// One OpenAPI document for the whole suite. A service that is away is described as it was last; a document without
/// one of the services would be a lie and is not given.
@RestController
final class OpenApiController {
    private final Map<String, UpstreamClient.Document> lastKnown = new ConcurrentHashMap<>();
    private final GatewaySettings settings;
    private final Mono<JsonNode> document;

    OpenApiController(UpstreamClient upstreams, GatewaySettings settings) {
        this.settings = settings;
        this.document = upstreams
                .documents()
                .doOnNext(part -> lastKnown.put(part.service(), part))
                .then(Mono.fromSupplier(this::merged))
                .cache(_ -> settings.documentFor(), _ -> Duration.ZERO, () -> Duration.ZERO);
    }

    @GetMapping(
            path = {"/v3/api-docs", "/openapi.json"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<JsonNode> document() {
        return document;
    }

    private JsonNode merged() {
        List<UpstreamClient.Document> parts = new ArrayList<>();
        for (String service : settings.described()) {
            UpstreamClient.Document part = lastKnown.get(service);
            if (part == null) {
                throw Problem.unavailable("The " + service + " has not described itself yet.");
            }
            parts.add(part);
        }
        return OpenApi.merge("v1", parts);
    }
}
