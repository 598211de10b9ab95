package cn.jiaozi.gateway;

import cn.jiaozi.sdk.key.VerifyingKey;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/// The public key of the gateway's answers, for terminals that are being set up.
@RestController
final class GatewayKeys {
    private final View view;

    /// @param publicKey SubjectPublicKeyInfo, DER in base64
    record Key(String keyId, String publicKey) {}

    record View(List<Key> keys) {}

    GatewayKeys(GatewaySettings settings) {
        VerifyingKey key = SignedAnswers.key(settings).verifying();
        this.view = new View(List.of(new Key(key.id(), key.encoded())));
    }

    @GetMapping("/v1/gateway-keys")
    Mono<View> keys() {
        return Mono.just(view);
    }
}
