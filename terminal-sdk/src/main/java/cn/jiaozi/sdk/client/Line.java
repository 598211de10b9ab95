package cn.jiaozi.sdk.client;

import cn.jiaozi.sdk.signature.RequestSignature;
import cn.jiaozi.sdk.signature.RequestSigner;
import cn.jiaozi.sdk.signature.SignedMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// One attempt at a time: signs a request, sends it, takes what comes back.
final class Line implements AutoCloseable {
    private static final int LONGEST_BODY = 4 << 20;

    private final ClientSettings settings;
    private final RequestSigner signer;
    private final HttpClient http;

    /// A reply to the request that had this signature.
    record Answer(RequestSignature asked, Reply reply) {}

    Line(ClientSettings settings) {
        this.settings = settings;
        this.signer = new RequestSigner(settings.key(), settings.clock());
        // It follows no redirection, as a signature is for one path.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .build();
    }

    /// Throws [IOException] when no whole reply came in time, or one of more than 4 MiB.
    Answer send(String method, URI target, byte[] body, String contentType) throws IOException, InterruptedException {
        var authorization = settings.token().map(token -> "Bearer " + token.get());
        String query = Objects.requireNonNullElse(target.getRawQuery(), "");
        var signed = signer.sign(SignedMessage.of(method, target.getRawPath(), query, body, authorization));

        var request = HttpRequest.newBuilder(target)
                .method(method, new Once(BodyPublishers.ofByteArray(body)))
                .header("Accept", "application/json, application/problem+json");
        if (body.length > 0) {
            request.header("Content-Type", contentType);
        }
        if (settings.patience().toSeconds() > 0) {
            request.header("Prefer", "wait=" + settings.patience().toSeconds());
        }
        authorization.ifPresent(value -> request.header("Authorization", value));
        signed.forEach(request::header);

        var response = await(request.build());
        var asked =
                RequestSignature.of(signed.getOrDefault("Signature-Input", ""), signed.getOrDefault("Signature", ""));
        return new Answer(asked, new Reply(response.statusCode(), response.headers(), response.body()));
    }

    @Override
    public void close() {
        http.close();
    }

    /// The time of the JDK's own limit ends with the headers; this one includes the body.
    private HttpResponse<byte[]> await(HttpRequest request) throws IOException, InterruptedException {
        var response = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_BODY));
        try {
            return response.get(settings.patience().plus(settings.timeout()).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new HttpTimeoutException("The time for a reply is up");
        } catch (ExecutionException e) {
            throw new IOException("The connection broke", e.getCause());
        } finally {
            response.cancel(true);
        }
    }

    /// A body that is sent once. The JDK repeats a `GET` by itself when the connection breaks; it would do so under the
    /// same signature, which the gateway then refuses as a replay.
    private record Once(BodyPublisher body, AtomicBoolean sent) implements BodyPublisher {
        Once(BodyPublisher body) {
            this(body, new AtomicBoolean());
        }

        @Override
        public long contentLength() {
            if (sent.getAndSet(true)) {
                throw new UncheckedIOException(new IOException("The connection broke before a reply"));
            }
            return body.contentLength();
        }

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            body.subscribe(subscriber);
        }
    }
}
