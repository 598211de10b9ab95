package cn.jiaozi.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the gateway asks the services on its own account: whether they are ready, and what they serve.
@Component
final class UpstreamClient {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /// A service writes its description when it is first asked for, on a busy machine in several seconds.
    private static final Duration PATIENCE_FOR_A_DESCRIPTION = Duration.ofSeconds(15);
    private static final int LARGEST_DOCUMENT = 4 * 1024 * 1024;

    private final WebClient client = WebClient.builder()
            .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_DOCUMENT))
            .build();
    private final GatewaySettings settings;
    private final JsonMapper json;

    record Ready(String service, boolean ready) {}

    record Document(String service, JsonNode tree) {}

    UpstreamClient(GatewaySettings settings, JsonMapper json) {
        this.settings = settings;
        this.json = json;
    }

    Flux<Ready> readiness() {
        return Flux.fromIterable(settings.upstreams().entrySet())
                .flatMapSequential(service -> client.get()
                        .uri(address(service, "/actuator/health/readiness"))
                        .retrieve()
                        .toBodilessEntity()
                        .map(_ -> true)
                        .timeout(PATIENCE)
                        .onErrorReturn(false)
                        .map(ready -> new Ready(service.getKey(), ready)));
    }

    /// The OpenAPI documents of the services that answer.
    Flux<Document> documents() {
        return Flux.fromIterable(settings.upstreams().entrySet())
                .filter(service -> settings.described().contains(service.getKey()))
                .flatMapSequential(service -> client.get()
                        .uri(address(service, "/v3/api-docs"))
                        .retrieve()
                        .bodyToMono(byte[].class)
                        .map(bytes -> new Document(service.getKey(), json.readTree(bytes)))
                        .timeout(PATIENCE_FOR_A_DESCRIPTION)
                        .onErrorResume(_ -> Mono.empty()));
    }

    private static String address(Map.Entry<String, URI> service, String path) {
        return service.getValue() + path;
    }
}
