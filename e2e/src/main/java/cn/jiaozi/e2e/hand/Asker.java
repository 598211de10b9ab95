package cn.jiaozi.e2e.hand;

import cn.jiaozi.e2e.Api;
import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.sdk.client.ClientSettings;
import cn.jiaozi.sdk.client.JiaoziClient;
import cn.jiaozi.sdk.client.NoReply;
import cn.jiaozi.sdk.client.Reply;
import cn.jiaozi.sdk.client.UntrustedReply;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Somebody who asks the gateway, and for whom anything but a good answer is [NotDone].
final class Asker implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int EARLY_TRIES = 20;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final String NOTHING_ASKED_FOR = "Nothing was to be changed; ask again. 查询未成，请重试";

    private final Line line;

    private interface Line extends AutoCloseable {
        Answer put(String path, Map<String, ?> body);

        Answer get(String path);

        @Override
        void close();
    }

    private Asker(Line line) {
        this.line = line;
    }

    /// A till, or with a token a phone.
    static Asker signing(ClientSettings settings) {
        return new Asker(new Signed(new JiaoziClient(settings.withPatience(PATIENCE))));
    }

    /// @param token empty for somebody who has none
    static Asker bearing(URI gateway, String token) {
        return new Asker(new Unsigned(new Api(gateway), token));
    }

    /// @param advice how to find out what became of it, when that is not known
    Answer act(String path, Map<String, ?> body, String advice) {
        return done(() -> line.put(path, body), Outcome::ofAct, advice);
    }

    Answer read(String path) {
        return done(() -> line.get(path), Outcome::ofReading, NOTHING_ASKED_FOR);
    }

    /// What a client of its own has been answered, held to the same.
    static Answer answer(Supplier<Reply> call, String advice) {
        return done(() -> Signed.answer(call.get()), Outcome::ofAct, advice);
    }

    /// What was made a moment ago is known everywhere a moment later.
    Answer readNew(String path) {
        for (int tried = 1; ; tried++) {
            try {
                return read(path);
            } catch (NotDone e) {
                if (tried == EARLY_TRIES || !e.mayBeTooEarly()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /// What somebody else is still about to do, for some seconds.
    Answer readUntil(String path, Predicate<Answer> there, String advice) {
        for (int tried = 1; ; tried++) {
            var answer = read(path);
            if (there.test(answer)) {
                return answer;
            }
            if (tried == EARLY_TRIES) {
                throw NotDone.unknown(answer, advice);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    @Override
    public void close() {
        line.close();
    }

    private static Answer done(Supplier<Answer> call, Function<Answer, Outcome> outcome, String advice) {
        try {
            var answer = call.get();
            return switch (outcome.apply(answer)) {
                case DONE -> answer;
                case REFUSED, USAGE -> throw NotDone.refused(answer);
                case UNKNOWN -> throw NotDone.unknown(answer, advice);
            };
        } catch (NoReply | UncheckedIOException _) {
            throw NotDone.unknown("No reply came. 未收到应答", advice);
        } catch (UntrustedReply e) {
            throw NotDone.unknown("A reply came that is not believed: " + e.getMessage() + ". 应答不可信", advice);
        }
    }

    private record Signed(JiaoziClient client) implements Line {
        @Override
        public Answer put(String path, Map<String, ?> body) {
            return answer(client.put(path, JSON.writeValueAsBytes(body)));
        }

        @Override
        public Answer get(String path) {
            return answer(client.get(path));
        }

        @Override
        public void close() {
            client.close();
        }

        private static Answer answer(Reply reply) {
            return new Answer(
                    reply.status(),
                    json(reply),
                    reply.headers().firstValue("Content-Type").orElse(""));
        }

        /// Missing where somebody on the way has answered in another language.
        private static JsonNode json(Reply reply) {
            try {
                return JSON.readTree(reply.body());
            } catch (JacksonException _) {
                return MissingNode.getInstance();
            }
        }
    }

    private record Unsigned(Api api, String token) implements Line {
        @Override
        public Answer put(String path, Map<String, ?> body) {
            return api.put(token, path, body, (int) PATIENCE.toSeconds());
        }

        @Override
        public Answer get(String path) {
            return api.get(token, path);
        }

        @Override
        public void close() {
            api.close();
        }
    }
}
