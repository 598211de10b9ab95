package cn.jiaozi.e2e;

import cn.jiaozi.contracts.Checkpoint;
import cn.jiaozi.local.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `./jiaozi audit`: walks the ledger's blocks again from its tables, part by part, holds them against the checkpoints
/// that were published, and then counts every invariant. Names the first difference and exits with 1. With --export it
/// writes the blocks into a file instead, in the clear, for whoever checks without the suite.
@Command(name = "audit", mixinStandardHelpOptions = true)
final class Audit implements Callable<Integer> {
    private static final int PART = 100;
    private static final int EXPORTED_AT_ONCE = 50;
    private static final JsonMapper JSON = new JsonMapper();

    private final Running suite;

    @Option(names = "--from", defaultValue = "1", description = "the first block; default: 1")
    private long from = 1;

    @Option(names = "--checkpoints", description = "file of published checkpoints; default: the suite's own")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--shard", defaultValue = "0", description = "of the ledger; default: 0")
    private int shard = 0;

    @Option(names = "--export", description = "file to write the blocks into, a JSON object a line; personal data")
    private Optional<Path> export = Optional.empty();

    @Option(
            names = "--day",
            description = "with --export: the blocks of this accounting day, and the ones before and after it")
    private Optional<LocalDate> day = Optional.empty();

    private Audit(Running suite) {
        this.suite = suite;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Audit(Running.find())).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        if (export.isPresent()) {
            return export(export.get());
        }
        var published = published(
                file.orElseGet(() -> suite.dir(shard == 0 ? "checkpoints.jsonl" : "checkpoints-" + shard + ".jsonl")));
        String auditor = suite.tokens().token("auditor", "AUDITOR");
        try (var api = new Api(suite.gateway())) {
            long next = from;
            while (true) {
                var part = api.get(
                        auditor,
                        "/v1/audit/blocks?shard=" + shard + "&from=" + next + "&limit=" + PART
                                + within(published, next));
                if (part.status() != 200) {
                    System.out.println("The audit was refused: " + part.body());
                    return 2;
                }
                var finding = part.body().path("finding");
                if (finding.isObject()) {
                    System.out.println("NOT SOUND: " + finding);
                    return 1;
                }
                long to = part.number("to");
                long length = part.number("length");
                System.out.println("Blocks " + next + " to " + to + " of " + length + " are sound");
                if (to >= length) {
                    return from == 1 ? invariants(api, auditor) : 0;
                }
                next = to + 1;
            }
        }
    }

    private int export(Path target) throws IOException {
        String auditor = suite.tokens().token("auditor", "AUDITOR");
        try (var api = new Api(suite.gateway());
                var lines = Files.newBufferedWriter(target)) {
            long next = day.map(
                            date -> lastBlock(api, auditor, date.minusDays(1)).orElse(1L))
                    .orElse(from);
            long last = day.flatMap(date -> lastBlock(api, auditor, date))
                    .map(number -> number + 1)
                    .orElse(Long.MAX_VALUE);
            long written = 0;
            while (next <= last) {
                var part = api.get(
                        auditor,
                        "/v1/audit/block-entries?shard=" + shard + "&from=" + next + "&limit="
                                + Math.min(EXPORTED_AT_ONCE, last - next + 1));
                if (part.status() != 200) {
                    System.out.println("The audit was refused: " + part.body());
                    return 2;
                }
                var blocks = part.body().path("blocks");
                if (blocks.isEmpty()) {
                    break;
                }
                for (var block : blocks) {
                    lines.write(block.toString());
                    lines.write('\n');
                }
                written += blocks.size();
                next += blocks.size();
            }
            System.out.println(written + " blocks in " + target);
            return 0;
        }
    }

    /// Of an accounting day that has ended.
    private Optional<Long> lastBlock(Api api, String auditor, LocalDate date) {
        var answer = api.get(auditor, "/v1/accounting-days/" + date + "?shard=" + shard);
        return answer.status() == 200 && answer.body().has("lastBlock")
                ? Optional.of(Math.max(1, answer.number("lastBlock")))
                : Optional.empty();
    }

    private int invariants(Api api, String auditor) {
        var all = api.get(auditor, "/v1/invariants?shard=" + shard);
        all.body()
                .path("invariants")
                .forEach(
                        invariant -> System.out.println((invariant.path("ok").asBoolean() ? "ok        " : "NOT SOUND ")
                                + invariant.path("name").asString()));
        return all.body().path("ok").asBoolean() ? 0 : 1;
    }

    /// By block number, `number:hash`.
    private static NavigableMap<Long, String> published(Path file) throws IOException {
        var published = new TreeMap<Long, String>();
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            var checkpoint = JSON.readValue(line, Checkpoint.class);
            published.put(checkpoint.number(), checkpoint.number() + ":" + checkpoint.hash());
        }
        System.out.println(
                published.isEmpty()
                        ? "No checkpoint in " + file + ": a chain that was written anew as a whole would not be noticed"
                        : published.size() + " published checkpoints from " + file);
        return published;
    }

    /// Those of this part; in the last part also those that the chain does not reach.
    private static String within(NavigableMap<Long, String> published, long next) {
        var parameters = new StringBuilder();
        published
                .subMap(next, true, next + PART - 1, true)
                .values()
                .forEach(checkpoint -> parameters.append("&checkpoint=").append(checkpoint));
        if (parameters.isEmpty() && !published.isEmpty()) {
            parameters.append("&checkpoint=").append(published.lastEntry().getValue());
        }
        return parameters.toString();
    }
}
