package cn.jiaozi.sdk.evidence;

import cn.jiaozi.sdk.bill.VerifyBill;
import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.receipt.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The verb `verify` of `./jiaozi`: reads evidence or a proof of the ledger in JSON, or a bill beside the ledger's
/// blocks, and says what it proves.
/// Exit codes: 0 it proves that, 1 it has a flaw, 2 wrong use.
public final class Verify {
    private static final String USAGE =
            "usage: verify <receipt.json> [--key <operator.pem>] | verify <evidence.json> [--root <root.pem>] | verify bill …";

    private Verify() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    static int run(List<String> args, PrintStream out, PrintStream err) {
        if (!args.isEmpty() && args.getFirst().equals("bill")) {
            return VerifyBill.run(args.subList(1, args.size()), out, err);
        }
        boolean rooted = args.size() == 3 && args.get(1).equals("--root");
        boolean keyed = args.size() == 3 && args.get(1).equals("--key");
        if (!rooted && !keyed && (args.size() != 1 || args.getFirst().startsWith("-"))) {
            err.println(USAGE);
            return 2;
        }
        String json;
        Optional<Certificate> published;
        try {
            json = Files.readString(Path.of(args.getFirst()));
            published = rooted
                    ? Optional.of(Certificate.ofPem(Files.readString(Path.of(args.getLast()))))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            err.println("Cannot be read: " + e.getMessage());
            return 2;
        }
        if (!isEvidence(json)) {
            return cn.jiaozi.sdk.receipt.Verify.run(args, out, err);
        }
        if (keyed) {
            err.println(USAGE);
            return 2;
        }
        return verify(json, published, out, err);
    }

    private static int verify(String json, Optional<Certificate> published, PrintStream out, PrintStream err) {
        Evidence evidence;
        try {
            evidence = Evidence.parse(json);
        } catch (IllegalArgumentException e) {
            return refused(Flaw.malformed(e), err);
        }
        var root = published.orElse(evidence.root());
        var flaw = evidence.flaw(root);
        if (flaw.isPresent()) {
            return refused(flaw.get(), err);
        }
        evidence.told().forEach(out::println);
        var fingerprint = root.key().id();
        out.println(
                published.isPresent()
                        ? "Proven under the given root, fingerprint " + fingerprint
                        : "Proven under the root that it brings along itself. Compare the root's fingerprint with the one that"
                                + " the central bank has published: " + fingerprint);
        return 0;
    }

    /// What is no JSON at all is left to the other reader, which says so.
    private static boolean isEvidence(String json) {
        try {
            return Json.names(json).contains("purse");
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static int refused(Flaw flaw, PrintStream err) {
        err.println("NOT proven. " + flaw.kind() + ": " + flaw.text());
        return 1;
    }
}
