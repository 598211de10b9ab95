package cn.jiaozi.sdk.receipt;

import cn.jiaozi.sdk.key.VerifyingKey;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The verb `verify` of `./jiaozi` for a [Receipt] or a [Consistency] in JSON: says what it proves. Exit
/// codes: 0 it proves that, 1 it has a flaw, 2 wrong use.
public final class Verify {
    private static final String USAGE = "usage: verify <receipt.json> [--key <operator.pem>]";

    private Verify() {}

    public static int run(List<String> args, PrintStream out, PrintStream err) {
        boolean keyed = args.size() == 3 && args.get(1).equals("--key");
        if (!keyed && (args.size() != 1 || args.getFirst().startsWith("-"))) {
            err.println(USAGE);
            return 2;
        }
        String json;
        Optional<VerifyingKey> published;
        try {
            json = Files.readString(Path.of(args.getFirst()));
            published = keyed
                    ? Optional.of(VerifyingKey.ofPem(Files.readString(Path.of(args.getLast()))))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            err.println("Cannot be read: " + e.getMessage());
            return 2;
        }
        return verify(json, published, out, err);
    }

    private static int verify(String json, Optional<VerifyingKey> published, PrintStream out, PrintStream err) {
        Proof proof;
        VerifyingKey operator;
        Optional<Flaw> flaw;
        try {
            proof = Proof.parse(json);
            operator = published.isPresent() ? published.get() : VerifyingKey.ofPem(proof.operatorKey());
            flaw = proof.flaw(operator);
        } catch (IllegalArgumentException e) {
            return refused(Flaw.malformed(e), err);
        }
        if (flaw.isPresent()) {
            return refused(flaw.get(), err);
        }
        proof.told().forEach(out::println);
        out.println(
                published.isPresent()
                        ? "Proven under the given key, fingerprint " + operator.id()
                        : "Proven under the key that it brings along itself. Compare the key's fingerprint with the one that"
                                + " the bank has published: " + operator.id());
        return 0;
    }

    private static int refused(Flaw flaw, PrintStream err) {
        err.println("NOT proven. " + flaw.kind() + ": " + flaw.text());
        return 1;
    }
}
