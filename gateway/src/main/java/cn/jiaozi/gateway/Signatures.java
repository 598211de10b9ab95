package cn.jiaozi.gateway;

import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.SignerKey;
import cn.jiaozi.sdk.signature.RequestSignature;
import cn.jiaozi.sdk.signature.SignedMessage;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/// Recognizes terminals by their signature alone, and devices by theirs beside their owner's token (RFC 9421, in the
/// one form of docs/adr/0012). Runs when the token, if there is one, has been checked.
@Component
final class Signatures {
    /// How far from now a request may have been signed.
    static final Duration WINDOW = Duration.ofSeconds(60);

    static final String INPUT = "Signature-Input";
    static final String SIGNATURE = "Signature";
    private static final String DIGEST = "Content-Digest";

    private final SignerKeys keys;
    private final Nonces nonces;
    private final Clock clock;

    Signatures(SignerKeys keys, Nonces nonces, Clock clock) {
        this.keys = keys;
        this.nonces = nonces;
        this.clock = clock;
    }

    Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        for (String header : List.of(HttpHeaders.AUTHORIZATION, INPUT, SIGNATURE, DIGEST)) {
            if (headers.getOrEmpty(header).size() > 1) {
                return Mono.error(Problem.badRequest("The header " + header + " stands there twice."));
            }
        }
        if (!headers.containsHeader(INPUT) && !headers.containsHeader(SIGNATURE)) {
            return chain.filter(exchange);
        }
        RequestSignature signature = signature(headers);
        return ReactiveSecurityContextHolder.getContext()
                .mapNotNull(SecurityContext::getAuthentication)
                .ofType(KnownCaller.class)
                .singleOptional()
                .flatMap(token -> signer(exchange, signature)
                        .map(key -> caller(token, key))
                        .flatMap(caller -> spend(signature).thenReturn(caller)))
                .flatMap(caller ->
                        chain.filter(exchange).contextWrite(ReactiveSecurityContextHolder.withAuthentication(caller)));
    }

    private static RequestSignature signature(HttpHeaders headers) {
        try {
            return RequestSignature.of(text(headers, INPUT), text(headers, SIGNATURE));
        } catch (IllegalArgumentException malformed) {
            throw Problem.badSignature(Reason.SIGNATURE_INVALID, malformed.getMessage() + ".");
        }
    }

    private Mono<SignerKey> signer(ServerWebExchange exchange, RequestSignature signature) {
        Instant now = clock.instant();
        if (Duration.between(signature.created(), now).abs().compareTo(WINDOW) > 0) {
            return Mono.error(Problem.badSignature(
                    Reason.SIGNATURE_EXPIRED,
                    "A request must be signed within " + WINDOW.toSeconds() + " s of our clock, which says " + now
                            + "."));
        }
        return keys.find(signature.keyId())
                .switchIfEmpty(Mono.error(() ->
                        Problem.badSignature(Reason.KEY_UNKNOWN, "Nobody has registered the key that signed this.")))
                .zipWith(Body.of(exchange))
                .map(found -> {
                    SignerKeys.Known known = found.getT1();
                    ServerHttpRequest request = exchange.getRequest();
                    if (!signature.verifies(
                            message(request, found.getT2()), text(request.getHeaders(), DIGEST), known.key())) {
                        throw Problem.badSignature(
                                Reason.SIGNATURE_INVALID,
                                "The signature does not fit method, path, query, body and token as they arrived.");
                    }
                    if (!known.announced().active()) {
                        throw Problem.badSignature(Reason.KEY_REVOKED, "The key that signed this has been revoked.");
                    }
                    return known.announced();
                });
    }

    /// A device's key says nothing without its owner's token, and a terminal's nothing beside anybody's.
    private static KnownCaller caller(Optional<KnownCaller> token, SignerKey key) {
        if (key.terminal().isPresent()) {
            if (token.isPresent()) {
                throw Problem.forbidden(Reason.KEY_NOT_YOURS, "A terminal signs for itself, without a token.");
            }
            return new KnownCaller(Caller.ofTerminal(key), Optional.empty());
        }
        KnownCaller owner = token.orElseThrow(Problem::noToken);
        if (!owner.caller().party().equals(key.party())) {
            throw Problem.forbidden(Reason.KEY_NOT_YOURS, "The key that signed this belongs to somebody else.");
        }
        return owner.as(owner.caller().withDevice());
    }

    /// Only a request that is genuine in everything else uses up its nonce: nobody can spend another's.
    private Mono<Void> spend(RequestSignature signature) {
        return nonces.spend(signature.keyId(), signature.nonce())
                .filter(isNew -> isNew)
                .switchIfEmpty(Mono.error(() -> Problem.badSignature(
                        Reason.SIGNATURE_REPLAYED, "This very request was seen before; sign a repeat anew.")))
                .then();
    }

    private static SignedMessage message(ServerHttpRequest request, byte[] body) {
        URI uri = request.getURI();
        return SignedMessage.of(
                request.getMethod().name(),
                uri.getRawPath(),
                orEmpty(uri.getRawQuery()),
                body,
                Optional.ofNullable(request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION)));
    }

    private static String text(HttpHeaders headers, String name) {
        return orEmpty(headers.getFirst(name));
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
