package cn.jiaozi.gateway;

import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.signature.RequestSignature;
import cn.jiaozi.sdk.signature.ResponseSigner;
import cn.jiaozi.sdk.signature.SignedResponse;
import java.time.Clock;
import java.util.Optional;
import org.reactivestreams.Publisher;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/// Signs every answer to a request that a terminal has signed (docs/adr/0012), refusals too: a till believes "paid"
/// from nobody else. Around all that answers.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SignedAnswers implements WebFilter {
    private final ResponseSigner signer;

    SignedAnswers(GatewaySettings settings, Clock clock) {
        this.signer = new ResponseSigner(key(settings), clock);
    }

    static SigningKey key(GatewaySettings settings) {
        try {
            return SigningKey.of(settings.signingKey());
        } catch (IllegalArgumentException _) {
            // The cause would show parts of the key in the log.
            throw new StartRefused(
                    "JIAOZI_SIGNING_KEY is not a private key on P-256 or SM2.",
                    "Set it to such a key as PKCS #8, base64 on one line: openssl pkcs8 -topk8 -nocrypt -outform DER"
                            + " -in key.pem | base64 -w0");
        }
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return signature(exchange.getRequest().getHeaders())
                .map(signature -> chain.filter(exchange.mutate()
                        .response(new Answer(exchange.getResponse(), signature))
                        .build()))
                .orElseGet(() -> chain.filter(exchange));
    }

    /// Of a terminal: whoever signs as a device brings a token.
    private static Optional<RequestSignature> signature(HttpHeaders headers) {
        String input = headers.getFirst(Signatures.INPUT);
        String signature = headers.getFirst(Signatures.SIGNATURE);
        if (input == null || signature == null || headers.containsHeader(HttpHeaders.AUTHORIZATION)) {
            return Optional.empty();
        }
        try {
            return Optional.of(RequestSignature.of(input, signature));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private final class Answer extends ServerHttpResponseDecorator {
        private final RequestSignature request;

        Answer(ServerHttpResponse answer, RequestSignature request) {
            super(answer);
            this.request = request;
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            return DataBufferUtils.join(body)
                    .map(Body::bytes)
                    .defaultIfEmpty(new byte[0])
                    .flatMap(bytes -> {
                        sign(bytes);
                        return super.writeWith(
                                Mono.fromSupplier(() -> bufferFactory().wrap(bytes)));
                    });
        }

        @Override
        public Mono<Void> setComplete() {
            if (!isCommitted()) {
                sign(new byte[0]);
            }
            return super.setComplete();
        }

        private void sign(byte[] body) {
            HttpStatusCode status = getStatusCode();
            HttpHeaders headers = getHeaders();
            headers.setContentLength(body.length);
            headers.remove(HttpHeaders.TRANSFER_ENCODING);
            signer.sign(SignedResponse.of(status == null ? 200 : status.value(), body, request))
                    .forEach(headers::set);
        }
    }
}
