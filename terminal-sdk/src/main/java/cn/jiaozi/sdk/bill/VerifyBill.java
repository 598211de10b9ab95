package cn.jiaozi.sdk.bill;

import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.sdk.receipt.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The verb `verify bill` of `./jiaozi`: holds a fund-flow bill against the ledger's blocks. Exit codes: 0 it is
/// proven, 1 it has a flaw, 2 wrong use.
public final class VerifyBill {
    private static final String USAGE = "usage: verify bill <bill.csv> --wallet <wallet id> --day <date>"
            + " --blocks <blocks.jsonl> --key <operator.pem> [--checkpoints <checkpoints.jsonl>] [--shard <number>]";
    private static final Set<String> NEEDED = Set.of("--wallet", "--day", "--blocks", "--key");
    private static final Set<String> OPTIONAL = Set.of("--checkpoints", "--shard");

    private VerifyBill() {}

    /// @param args of the verb, without `bill`
    public static int run(List<String> args, PrintStream out, PrintStream err) {
        var options = options(args);
        if (!options.keySet().containsAll(NEEDED)) {
            err.println(USAGE);
            return 2;
        }
        try {
            prove(Path.of(args.getFirst()), options, out);
            return 0;
        } catch (Flawed e) {
            err.println("NOT proven. " + e.flaw().kind() + ": " + e.flaw().text());
            return 1;
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            err.println("Cannot be read: " + e.getMessage());
            return 2;
        }
    }

    private static void prove(Path file, Map<String, String> options, PrintStream out) throws IOException, Flawed {
        var operator = VerifyingKey.ofPem(Files.readString(path(options, "--key")));
        var checkpoints = options.containsKey("--checkpoints")
                ? checkpoints(path(options, "--checkpoints"))
                : Map.<Long, String>of();
        BillFile.checkDigest(file);
        boolean marked = BillFile.hasMark(file);
        try (var text = Files.newBufferedReader(file, BillFile.charset(marked));
                var lines = Files.newBufferedReader(path(options, "--blocks"))) {
            if (marked && text.read() < 0) {
                throw new Flawed(Flaw.Kind.MALFORMED, "The bill is empty");
            }
            try (var bill = new FundFlow(text)) {
                new BillProof(
                                bill,
                                new Blocks(lines, operator, checkpoints),
                                "wallet:" + options.get("--wallet") + ":available",
                                Integer.parseInt(options.getOrDefault("--shard", "0")),
                                LocalDate.parse(String.valueOf(options.get("--day"))))
                        .prove()
                        .forEach(out::println);
            }
        }
        out.println("Proven under the given key, fingerprint " + operator.id());
    }

    private static Path path(Map<String, String> options, String name) {
        return Path.of(String.valueOf(options.get(name)));
    }

    /// Hashes by number, of the file that the ledger publishes.
    private static Map<Long, String> checkpoints(Path file) throws IOException {
        var published = new HashMap<Long, String>();
        for (String line : Files.readAllLines(file)) {
            Json.read(line, json -> {
                for (String beside : List.of("type", "ledger", "header", "signature")) {
                    json.string(beside);
                }
                return published.put(json.number("number"), json.string("hash"));
            });
        }
        return published;
    }

    /// Nothing where they are not used as they are meant to be.
    private static Map<String, String> options(List<String> args) {
        var options = new HashMap<String, String>();
        for (int i = 1; i + 1 < args.size(); i += 2) {
            options.put(args.get(i), args.get(i + 1));
        }
        boolean known = options.keySet().stream().allMatch(name -> NEEDED.contains(name) || OPTIONAL.contains(name));
        return known && args.size() % 2 == 1 ? options : Map.of();
    }
}
