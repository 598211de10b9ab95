package cn.jiaozi.sdk.client;

import cn.jiaozi.sdk.signature.ResponseSignature;
import cn.jiaozi.sdk.signature.SignedResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Calls the gateway. Safe for use by many threads; each call blocks its own.
///
/// A reply may be lost: the connection breaks, the time is up, or somebody on the way answers 502, 503 or 504. The same
/// request is then sent again, up to three times, under a signature of its own each time, since the gateway takes a
/// signature only once. That is safe because a `PUT` bears the caller's id of the act: it is done once, however often
/// it arrives.
public final class JiaoziClient implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("/[!-~&&[^#]]*");
    private static final String JSON = "application/json";
    private static final int RETRIES = 3;
    private static final Set<Integer> LOST = Set.of(502, 503, 504);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    /// Also when the gateway asks for more: somebody stands at the till.
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final ClientSettings settings;
    private final Line line;
    private final Pause pause;
    private final RandomGenerator random;

    /// How the time before a retry goes by.
    interface Pause {
        void take(Duration duration) throws InterruptedException;
    }

    public JiaoziClient(ClientSettings settings) {
        this(settings, Thread::sleep, new Random());
    }

    JiaoziClient(ClientSettings settings, Pause pause, RandomGenerator random) {
        this.settings = settings;
        this.line = new Line(settings);
        this.pause = pause;
        this.random = random;
    }

    /// Asks for an act, or for what became of it. Any status is a [Reply], also a 503 that stays.
    ///
    /// Throws [NoReply] when none came; then nobody knows whether the act was begun, and the same call finds out.
    /// Throws [UntrustedReply] when the gateway has not signed what came.
    ///
    /// @param path begins with a slash, percent-encoded, with the query if there is one
    public Reply put(String path, byte[] json) {
        return put(path, json, JSON);
    }

    /// The same with a body that is not JSON.
    public Reply put(String path, byte[] body, String contentType) {
        return call("PUT", path, body, contentType);
    }

    /// Reads; otherwise as `put`.
    public Reply get(String path) {
        return call("GET", path, new byte[0], JSON);
    }

    /// Waits for calls that are under way.
    @Override
    public void close() {
        line.close();
    }

    private Reply call(String method, String path, byte[] body, String contentType) {
        var target = target(path);
        try {
            for (int retry = 0; ; retry++) {
                boolean last = retry == RETRIES;
                try {
                    var answer = line.send(method, target, body, contentType);
                    if (last || !LOST.contains(answer.reply().status())) {
                        return believed(answer);
                    }
                    pause.take(pause(retry, answer.reply().retryAfter()));
                } catch (IOException e) {
                    if (last) {
                        throw new NoReply(method + " " + path + " remained without a reply", e);
                    }
                    pause.take(pause(retry, Optional.empty()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoReply(method + " " + path + " was interrupted", e);
        }
    }

    private URI target(String path) {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("A path begins with a slash and is percent-encoded ASCII");
        }
        var gateway = settings.gateway();
        return URI.create(gateway.getScheme() + "://" + gateway.getRawAuthority() + path);
    }

    /// Twice as long each time, and the half of it by chance, so that tills do not come back together.
    private Duration pause(int retry, Optional<Duration> asked) {
        long longest = Math.min(FIRST_PAUSE.toMillis() << retry, LONGEST_PAUSE.toMillis());
        long least = Math.min(asked.orElse(Duration.ZERO).toMillis(), LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(Math.max(least, random.nextLong(longest / 2, longest + 1)));
    }

    private Reply believed(Line.Answer answer) {
        var reply = answer.reply();
        if (settings.gatewayKeys().isEmpty()) {
            return reply;
        }
        var response = SignedResponse.of(reply.status(), reply.body(), answer.asked());
        var signature = signature(reply);
        if (settings.gatewayKeys().stream()
                .noneMatch(key -> signature.verifies(response, reply.header("Content-Digest"), key))) {
            throw new UntrustedReply("The signature of a reply with status " + reply.status()
                    + " is not the gateway's over this reply to this request");
        }
        return reply;
    }

    private static ResponseSignature signature(Reply reply) {
        try {
            return ResponseSignature.of(reply.header("Signature-Input"), reply.header("Signature"));
        } catch (IllegalArgumentException e) {
            throw new UntrustedReply(
                    "A reply with status " + reply.status() + " is not signed as the gateway signs: " + e.getMessage());
        }
    }
}
