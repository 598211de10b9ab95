package cn.jiaozi.sdk.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.sdk.receipt.Flaw.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Each receipt is put before three: the classes, the command, and the script, which shares nothing with them.
class ReceiptTest {
    private static final int[] SIZES = {1, 3, 2, 5, 1, 4, 7, 8};
    private static final SigningKey OPERATOR = SigningKey.generate(Curve.SM2);
    private static final SigningKey STRANGER = SigningKey.generate(Curve.SM2);
    private static final Books BOOKS = new Books("002-1", OPERATOR, SIZES);
    private static final Books OTHER_BOOKS = new Books("002-2", OPERATOR, SIZES);
    private static final Books FORGED = new Books("002-1", STRANGER, SIZES);
    /// In block 4, which has the entries 7 to 11; the checkpoint is block 7.
    private static final Receipt RECEIPT = BOOKS.receipt(8, 7);

    /// Of a character; UTF-8 has no way to write it, but JSON has.
    private static final String HALF = "\ud800";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Path SCRIPT =
            Path.of("../docs/verify_receipt.py").toAbsolutePath().normalize();

    @TempDir
    Path folder = Path.of("unset");

    /// @param text what it printed
    private record Said(int code, String text) {}

    @ParameterizedTest
    @EnumSource
    void provesEveryEntryWithEveryCheckpoint(Curve curve) {
        var operator = SigningKey.generate(curve);
        var books = new Books("002-1", operator, SIZES);
        for (long height = 1; height <= books.last(); height++) {
            for (int checkpoint = 0; checkpoint <= books.count(); checkpoint++) {
                var receipt = books.receipt(height, checkpoint);

                assertThat(receipt.flaw(operator.verifying())).isEmpty();
                assertThat(Receipt.parse(json(receipt))).isEqualTo(receipt);
                assertThat(receipt.told()).contains("Id: " + Books.id(height));
            }
        }
    }

    /// By another implementation: older checkpoint, none, the block itself, newer; one leaf, and one without a
    /// sibling.
    @ParameterizedTest
    @CsvSource({
        "SM2, 8, 2",
        "SM2, 8, 0",
        "SM2, 8, 4",
        "SM2, 8, 5",
        "SM2, 11, 8",
        "SM2, 1, 8",
        "SM2, 31, 1",
        "P256, 9, 7",
    })
    void provesToTheScript(Curve curve, long height, int checkpoint) throws IOException, InterruptedException {
        var operator = SigningKey.generate(curve);
        var receipt = new Books("002-1", operator, SIZES).receipt(height, checkpoint);

        var said = script(json(receipt), Optional.of(operator.verifying()));
        assertThat(said.code).as(said.text).isZero();
        assertThat(said.text)
                .contains(Books.id(height), "wallet:付款人-" + height, "leg.1.credit: (not told)", "15.01 yuan")
                .contains(operator.id(), receipt.block().block().hash().hex());
        assertThat(script(json(receipt), Optional.empty()).text).contains("compare", operator.id());
        assertThat(command(json(receipt), Optional.of(operator.verifying())).code)
                .isZero();
    }

    @Test
    void tellsWhatItProves() {
        var lines = RECEIPT.told();

        assertThat(lines)
                .containsExactly(
                        "Entry 8 of ledger 002-1: POST P2P on 2026-11-28, at 2026-11-28T12:00:00.123456Z",
                        "Id: payment:p-8 post 1",
                        "Leg 1: 15.01 yuan from wallet:付款人-8 to (not told)",
                        "It is in block 4 (entries 7 to 11, closed 2026-11-28T12:00:03.123456Z), hash "
                                + BOOKS.block(4).block().hash(),
                        "It is fixed by the published checkpoint 7, hash "
                                + BOOKS.block(7).block().hash());
        assertThat(BOOKS.receipt(8, 0).told()).last().asString().contains("No checkpoint");
        assertThat(BOOKS.receipt(8, 4).told()).last().asString().contains("itself");
        assertThat(BOOKS.receipt(8, 2).told()).last().asString().contains("comes after", "checkpoint 2");
        assertThat(BOOKS.receipt(15, 2).told()).contains("It ends the hold of entry 14");
    }

    @Test
    void saysWhoseKeyItIs() throws IOException, InterruptedException {
        var alone = command(json(RECEIPT), Optional.empty());
        assertThat(alone.code).isZero();
        assertThat(alone.text).contains("Compare the key's fingerprint", OPERATOR.id());

        var forged = json(FORGED.receipt(8, 7));
        assertThat(command(forged, Optional.empty()).text).contains("Compare", STRANGER.id());
        for (var said : List.of(
                command(forged, Optional.of(OPERATOR.verifying())),
                script(forged, Optional.of(OPERATOR.verifying())))) {
            assertThat(said.code).isOne();
            assertThat(said.text).contains("KEY");
        }
    }

    record Tampering(String name, Kind kind, Receipt receipt) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Tampering> tamperings() {
        return Stream.of(
                entry("another amount", Kind.INCLUSION, " 1501\n", " 1502\n"),
                entry("another height in the block", Kind.INCLUSION, "height 8", "height 9"),
                entry("a height outside the block", Kind.NUMBERS, "height 8", "height 12"),
                entry("another date", Kind.INCLUSION, "date 2026-11-28", "date 2026-11-29"),
                entry("an entry written otherwise", Kind.MALFORMED, "height 8", "height 08"),
                entry("a line less", Kind.MALFORMED, "type P2P\n", ""),
                opening("another address", Kind.OPENING, "leg.1.debit", key(1), "wallet:someone"),
                opening("another key of an opening", Kind.OPENING, "id", Hash.ZERO, "payment:p-8 post 1"),
                opening("another field of an opening", Kind.OPENING, "leg.1.credit", key(1), "wallet:付款人-8"),
                opening("a field that is not there", Kind.FIELD, "leg.2.debit", key(1), "wallet:付款人-8"),
                opening("no field", Kind.FIELD, "amount", key(1), "1501"),
                opening("a value that writes lines", Kind.MALFORMED, "id", key(0), "a\nb"),
                opening("a value of half a character", Kind.MALFORMED, "id", key(0), HALF),
                with(
                        "a field twice",
                        Kind.FIELD,
                        "openings",
                        Collections.nCopies(2, RECEIPT.openings().getFirst())),
                with("another sibling", Kind.INCLUSION, "inclusion", changed(RECEIPT.inclusion(), 1)),
                with(
                        "a path of another entry",
                        Kind.INCLUSION,
                        "inclusion",
                        BOOKS.receipt(9, 7).inclusion()),
                with("no path", Kind.INCLUSION, "inclusion", List.of()),
                block("another digit in the header", Kind.BLOCK_SIGNATURE, header(4, "12:00:03", "12:00:04")),
                block("another number of the block", Kind.BLOCK_SIGNATURE, header(4, "number 4", "number 5")),
                block("a header written otherwise", Kind.MALFORMED, header(4, "number 4", "number 04")),
                block(
                        "another block's signature",
                        Kind.BLOCK_SIGNATURE,
                        signed(4, BOOKS.block(5).signature())),
                block("no signature", Kind.BLOCK_SIGNATURE, signed(4, "")),
                block("a signature that is not base64", Kind.BLOCK_SIGNATURE, signed(4, "ä")),
                block(
                        "a stranger's signature",
                        Kind.BLOCK_SIGNATURE,
                        signed(4, FORGED.block(4).signature())),
                block("a stranger's block", Kind.KEY, FORGED.block(4)),
                block("another block", Kind.NUMBERS, BOOKS.block(5)),
                with(
                        "a stranger's key",
                        Kind.KEY,
                        "operatorKey",
                        STRANGER.verifying().pem()),
                with("what is no key", Kind.MALFORMED, "operatorKey", "nothing"),
                checkpoint("another digit in it", Kind.CHECKPOINT_SIGNATURE, header(7, "12:00:06", "12:00:05")),
                checkpoint(
                        "another signature",
                        Kind.CHECKPOINT_SIGNATURE,
                        signed(7, BOOKS.block(5).signature())),
                checkpoint("a stranger's", Kind.KEY, FORGED.block(7)),
                checkpoint("of another ledger", Kind.NUMBERS, OTHER_BOOKS.block(7)),
                checkpoint("another one", Kind.LINK, BOOKS.block(6)),
                checkpoint("another block of the same number", Kind.LINK, again(RECEIPT.block())),
                with("another hash in the link", Kind.LINK, "link", changed(RECEIPT.link(), 0)),
                with(
                        "a link of another block",
                        Kind.LINK,
                        "link",
                        BOOKS.receipt(12, 7).link()),
                with("no link", Kind.LINK, "link", List.of()),
                new Tampering("a link without a checkpoint", Kind.LINK, withoutCheckpoint()));
    }

    @ParameterizedTest
    @MethodSource("tamperings")
    void namesTheFlaw(Tampering tampering) throws IOException, InterruptedException {
        var tampered = tampering.receipt;
        var operator = Optional.of(OPERATOR.verifying());

        assertThat(tampered.flaw(OPERATOR.verifying()).map(Flaw::kind)).contains(tampering.kind);
        for (var said : List.of(command(json(tampered), operator), script(json(tampered), operator))) {
            assertThat(said.code).as(said.text).isOne();
            assertThat(said.text).contains("NOT proven. " + tampering.kind + ":");
        }
    }

    @Test
    void seesEachChangedLetterOfTheTexts() {
        for (int i = 0; i < RECEIPT.entry().length(); i++) {
            var changed = changed(RECEIPT.entry(), i);
            assertThat(with("", Kind.MALFORMED, "entry", changed).receipt.flaw(OPERATOR.verifying()))
                    .isPresent();
        }
        var header = RECEIPT.block().header();
        for (int i = 0; i < header.length(); i++) {
            var changed = new SignedBlock(changed(header, i), RECEIPT.block().signature());
            assertThat(changed.isSignedBy(OPERATOR.verifying())).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"version\":1 | {\"version\":2",
                "{\"version\":1 | {\"version\":\"1\"",
                "{\"version\":1 | {\"version\":1,\"version\":1",
                "{\"version\":1 | {\"version\":1,\"more\":\"\"",
                "{\"version\":1 | {\"version\":1,\"checkpoint\":null",
                "{\"version\":1 | [\"version\",1",
                "{\"version\":1 | {\"version\":true",
                "{\"version\":1 | {\"version\":1.0",
                "{\"version\":1, | {",
                "\"link\":[] | \"link\":{}",
                "\"link\":[] | \"link\":\"\"",
                "\"link\":[ | \"link\":[1,",
                "\"link\":[ | \"link\":[\"00\",",
                "\"link\":[ | \"link\":{},\"l\":[",
                "\"field\":\"id\" | \"field\":true",
                "\"field\":\"id\" | \"field\":\"id\",\"other\":\"id\"",
            })
    void refusesOtherJson(String there, String instead) throws IOException, InterruptedException {
        var right = json(BOOKS.receipt(8, 0));
        assertThat(right).contains(there);
        assertThat(Receipt.parse(right)).isEqualTo(BOOKS.receipt(8, 0));

        var wrong = right.replace(there, instead);
        assertThatThrownBy(() -> Receipt.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        for (var said : List.of(command(wrong, Optional.empty()), script(wrong, Optional.empty()))) {
            assertThat(said.code).isOne();
            assertThat(said.text).contains("MALFORMED");
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "1", "{}", "[]", "{", "null", "{}{}"})
    void refusesWhatIsNoReceipt(String text) throws IOException, InterruptedException {
        assertThatThrownBy(() -> Proof.parse(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Receipt.parse(json(RECEIPT) + text + "x"))
                .isInstanceOf(IllegalArgumentException.class);
        for (var said : List.of(command(text, Optional.empty()), script(text, Optional.empty()))) {
            assertThat(said.code).isOne();
            assertThat(said.text).contains("MALFORMED");
        }
    }

    @Test
    void explainsItsUse() throws IOException, InterruptedException {
        var receipt = Files.writeString(folder.resolve("receipt.json"), json(RECEIPT));
        var absent = folder.resolve("absent").toString();

        for (var arguments : List.of(
                List.<String>of(),
                List.of("--help"),
                List.of(receipt.toString(), "--key"),
                List.of(receipt.toString(), "--as", receipt.toString()),
                List.of(absent),
                List.of(receipt.toString(), "--key", absent),
                List.of(receipt.toString(), "--key", receipt.toString()))) {
            assertThat(command(arguments).code).isEqualTo(2);
        }
        assertThat(script(List.of()).code).isEqualTo(2);
        assertThat(script(List.of(absent)).code).isEqualTo(2);
        assertThat(script(List.of(receipt.toString(), receipt.toString())).code).isEqualTo(2);
    }

    @Test
    void provesThatTheLedgerOnlyGrows() throws IOException, InterruptedException {
        for (int newer = 1; newer <= BOOKS.count(); newer++) {
            for (int older = 1; older <= newer; older++) {
                var proof = BOOKS.consistency(older, newer);

                assertThat(proof.flaw(OPERATOR.verifying())).isEmpty();
                assertThat(Consistency.parse(json(proof))).isEqualTo(proof);
            }
        }
        var said = command(json(BOOKS.consistency(3, 7)), Optional.of(OPERATOR.verifying()));
        assertThat(said.code).isZero();
        assertThat(said.text).contains("Block 3", "block 7");
    }

    @Test
    void namesTheFlawOfAConsistency() {
        var right = BOOKS.consistency(3, 7);
        var pem = OPERATOR.verifying().pem();
        // The same ledger until block 3, and another one after.
        var fork = new Books("002-1", OPERATOR, 1, 3, 2, 6, 1, 4, 7, 8);

        assertFlaw(Kind.KEY, new Consistency(right.older(), FORGED.block(7), right.path(), right.link(), pem));
        assertFlaw(
                Kind.KEY,
                new Consistency(
                        right.older(),
                        right.newer(),
                        right.path(),
                        right.link(),
                        STRANGER.verifying().pem()));
        assertFlaw(Kind.NUMBERS, new Consistency(right.newer(), right.older(), right.path(), right.link(), pem));
        assertFlaw(Kind.NUMBERS, new Consistency(right.older(), OTHER_BOOKS.block(7), right.path(), right.link(), pem));
        assertFlaw(
                Kind.CHECKPOINT_SIGNATURE,
                new Consistency(right.older(), header(7, "12:00:06", "12:00:05"), right.path(), right.link(), pem));
        assertFlaw(
                Kind.CONSISTENCY,
                new Consistency(right.older(), right.newer(), changed(right.path(), 0), right.link(), pem));
        assertFlaw(
                Kind.LINK, new Consistency(right.older(), right.newer(), right.path(), changed(right.link(), 0), pem));
        assertFlaw(
                Kind.MALFORMED,
                new Consistency(new SignedBlock("", ""), right.newer(), right.path(), right.link(), pem));
        var forked = fork.consistency(5, 7);
        assertFlaw(Kind.LINK, new Consistency(BOOKS.block(5), fork.block(7), forked.path(), forked.link(), pem));
        // The older header itself replaced: the trees before it are the same.
        assertFlaw(Kind.LINK, new Consistency(again(right.older()), right.newer(), right.path(), right.link(), pem));
    }

    private static void assertFlaw(Kind kind, Consistency proof) {
        assertThat(proof.flaw(OPERATOR.verifying()).map(Flaw::kind)).contains(kind);
    }

    /// A second header of the same number, also signed by the operator.
    private static SignedBlock again(SignedBlock signed) {
        return SignedBlock.of(BlockText.parse(signed.header().replace("T12:", "T13:")), OPERATOR);
    }

    private static Hash key(int opening) {
        return RECEIPT.openings().get(opening).key();
    }

    private static Tampering entry(String name, Kind kind, String there, String instead) {
        return with(name, kind, "entry", changed(RECEIPT.entry(), there, instead));
    }

    private static Tampering opening(String name, Kind kind, String field, Hash key, String value) {
        return with(name, kind, "openings", List.of(new Opening(field, key, value)));
    }

    private static Tampering block(String name, Kind kind, SignedBlock block) {
        return with(name, kind, "block", block);
    }

    private static Tampering checkpoint(String name, Kind kind, SignedBlock checkpoint) {
        return with("checkpoint: " + name, kind, "checkpoint", checkpoint);
    }

    private static Tampering with(String name, Kind kind, String member, Object value) {
        ObjectNode tree = MAPPER.valueToTree(RECEIPT);
        tree.set(member, MAPPER.<JsonNode>valueToTree(value));
        return new Tampering(name, kind, Receipt.parse(tree.toString()));
    }

    private static Receipt withoutCheckpoint() {
        ObjectNode tree = MAPPER.valueToTree(RECEIPT);
        tree.remove("checkpoint");
        return Receipt.parse(tree.toString());
    }

    private static SignedBlock header(int number, String there, String instead) {
        var signed = BOOKS.block(number);
        return new SignedBlock(changed(signed.header(), there, instead), signed.signature());
    }

    private static SignedBlock signed(int number, String signature) {
        return new SignedBlock(BOOKS.block(number).header(), signature);
    }

    private static String changed(String text, String there, String instead) {
        assertThat(text).contains(there);
        return text.replace(there, instead);
    }

    private static List<Hash> changed(List<Hash> path, int index) {
        var changed = new ArrayList<>(path);
        byte[] bytes = path.get(index).bytes();
        bytes[31] ^= 1;
        changed.set(index, Hash.of(bytes));
        return changed;
    }

    private static String changed(String text, int index) {
        char other = text.charAt(index) == '1' ? '2' : '1';
        return text.substring(0, index) + other + text.substring(index + 1);
    }

    private static String json(Object proof) {
        return MAPPER.writeValueAsString(proof);
    }

    private Said command(String json, Optional<VerifyingKey> operator) throws IOException {
        var arguments = new ArrayList<>(List.of(file("receipt.json", json)));
        if (operator.isPresent()) {
            arguments.addAll(
                    List.of("--key", file("operator.pem", operator.get().pem())));
        }
        return command(arguments);
    }

    private static Said command(List<String> arguments) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            int code = Verify.run(arguments, out, out);
            return new Said(code, bytes.toString(StandardCharsets.UTF_8));
        }
    }

    private Said script(String json, Optional<VerifyingKey> operator) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of(file("receipt.json", json)));
        if (operator.isPresent()) {
            arguments.add(file("operator.pem", operator.get().pem()));
        }
        return script(arguments);
    }

    private static Said script(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("python3", SCRIPT.toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        var process = builder.start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text.replace(HALF, "\\ud800"))
                .toString();
    }
}
