package cn.jiaozi.ledger.chain;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.chassis.Json;
import cn.jiaozi.chassis.Reannouncing;
import cn.jiaozi.contracts.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/// Publishes by the clock, on the topic and in a file. The file is to stand where the bank's own hands do not reach:
/// it is only ever appended to, and what it lacks after a crash is appended the next time.
@Component
class Checkpoints {
    private static final int PAGE = 1_000;

    private final CheckpointService service;
    private final ChainStore chain;
    private final String file;

    Checkpoints(
            CheckpointService service, ChainStore chain, ChainSettings settings, Jobs jobs, Reannouncing reannouncing) {
        this.service = service;
        this.chain = chain;
        this.file = settings.checkpointFile();
        jobs.start("checkpoints", settings.checkpointEvery(), this::publish);
        reannouncing.add("checkpoint", (_, after, atMost) -> service.reannounce(after, atMost));
    }

    private Mono<Void> publish() {
        return file.isEmpty() ? service.publish() : service.publish().then(write(Path.of(file)));
    }

    Mono<Void> write(Path target) {
        return Mono.fromCallable(() -> lastIn(target))
                .flatMapMany(last -> chain.checkpointsAfter(last, PAGE))
                .map(CheckpointService::checkpoint)
                .collectList()
                .filter(missing -> !missing.isEmpty())
                .doOnNext(missing -> append(target, missing))
                .subscribeOn(Schedulers.boundedElastic())
                .then();
    }

    private static long lastIn(Path target) throws IOException {
        if (!Files.exists(target)) {
            return 0;
        }
        try (var lines = Files.lines(target)) {
            return lines.reduce((_, next) -> next)
                    .map(line -> Json.read(line, Checkpoint.class).number())
                    .orElse(0L);
        }
    }

    private static void append(Path target, List<Checkpoint> missing) {
        var text = new StringBuilder();
        missing.forEach(checkpoint -> text.append(Json.write(checkpoint)).append('\n'));
        try (var channel = Files.newByteChannel(
                target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            var bytes = java.nio.ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
