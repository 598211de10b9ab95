package cn.jiaozi.sdk.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Certified;
import cn.jiaozi.sdk.certificate.Certified.Holder;
import cn.jiaozi.sdk.evidence.Flaw.Kind;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.Party;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Voucher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceTest {
    private static final Hash PREVIOUS = Hash.sm3(new byte[] {1});
    private static final String TILL = Party.terminal("00000001");
    private static final String OTHER_TILL = Party.terminal("00000002");

    private final Certified certified = new Certified();
    private final Holder purse = certified.holder(CertificateRole.PURSE, "P00000000000000A");
    private final Holder other = certified.holder(CertificateRole.PURSE, "P00000000000000B");

    @TempDir
    Path folder = Path.of("unset");

    private Debit debit(Holder payer, int counter, Hash previous, String payee) {
        return new Debit(
                payer.certificate().subject(),
                payer.certificate().serial(),
                1,
                counter,
                previous,
                12_30,
                87_70,
                payee,
                Octets.of(new byte[16]),
                Octets.of(new byte[16]),
                Certified.START,
                1,
                1,
                false,
                false,
                0);
    }

    private Voucher voucher(int counter, Hash previous, String payee) {
        return signed(purse, debit(purse, counter, previous, payee));
    }

    private static Voucher signed(Holder by, Debit debit) {
        return new Voucher(Signed.by(by.key(), debit), Optional.empty());
    }

    private Evidence evidence(Voucher first, Voucher second) {
        return evidence(purse, first, second);
    }

    private Evidence evidence(Holder holder, Voucher first, Voucher second) {
        return new Evidence(
                first,
                second,
                holder.certificate(),
                holder.chain().operator(),
                certified.root().certificate());
    }

    private Evidence ofADoubleSpend() {
        return evidence(voucher(7, PREVIOUS, TILL), voucher(7, PREVIOUS, OTHER_TILL));
    }

    private Optional<Kind> flaw(Evidence evidence) {
        return evidence.flaw(certified.root().certificate()).map(Flaw::kind);
    }

    @Test
    void provesThatACounterWasUsedTwice() {
        var evidence = evidence(voucher(7, PREVIOUS, TILL), voucher(7, Hash.sm3(), TILL));

        assertThat(flaw(evidence)).isEmpty();
        assertThat(evidence.told().getFirst())
                .isEqualTo("Purse P00000000000000A of operator 002 has signed two payments with the counter 7");
    }

    @Test
    void provesThatAStateWasSetBack() {
        var evidence = evidence(voucher(7, PREVIOUS, TILL), voucher(8, PREVIOUS, TILL));

        assertThat(flaw(evidence)).isEmpty();
        assertThat(evidence.told().getFirst())
                .isEqualTo("Purse P00000000000000A of operator 002 has signed two payments behind the same debit "
                        + PREVIOUS);
    }

    @Test
    void doesNotProveItOfAChipThatIsSound() {
        var first = voucher(7, PREVIOUS, TILL);

        assertThat(flaw(evidence(first, voucher(8, first.hash(), TILL)))).contains(Kind.NO_CONFLICT);
    }

    /// The signatures differ, and the payment is the same.
    @Test
    void doesNotProveItByOnePaymentShownTwice() {
        assertThat(flaw(evidence(voucher(7, PREVIOUS, TILL), voucher(7, PREVIOUS, TILL))))
                .contains(Kind.SAME);
    }

    @Test
    void doesNotProveItByAVoucherThatThePurseHasNotSigned() {
        var forged = signed(other, debit(purse, 7, PREVIOUS, OTHER_TILL));

        assertThat(flaw(evidence(voucher(7, PREVIOUS, TILL), forged))).contains(Kind.SIGNATURE);
        assertThat(flaw(evidence(forged, voucher(7, PREVIOUS, TILL)))).contains(Kind.SIGNATURE);
    }

    @Test
    void doesNotProveItByAVoucherOfAnotherPurse() {
        var others = signed(other, debit(other, 7, PREVIOUS, TILL));

        assertThat(flaw(evidence(voucher(7, PREVIOUS, TILL), others))).contains(Kind.PURSE);
        var renewed = certified.holder(CertificateRole.PURSE, "P00000000000000A");
        assertThat(flaw(evidence(renewed, voucher(7, PREVIOUS, TILL), voucher(7, PREVIOUS, OTHER_TILL))))
                .contains(Kind.PURSE);
    }

    @Test
    void doesNotProveItUnderAnotherRootOrWithoutACertificate() {
        var elsewhere = new Certified();
        var stranger = elsewhere.holder(CertificateRole.PURSE, "P00000000000000A");
        var till = certified.holder(CertificateRole.TERMINAL, TILL);
        var first = voucher(7, PREVIOUS, TILL);
        var second = voucher(7, PREVIOUS, OTHER_TILL);

        assertThat(evidence(first, second).flaw(elsewhere.root().certificate()).map(Flaw::kind))
                .contains(Kind.ROOT);
        assertThat(flaw(evidence(stranger, first, second))).contains(Kind.CERTIFICATE);
        assertThat(flaw(evidence(till, first, second))).contains(Kind.CERTIFICATE);
        var rootless =
                new Evidence(first, second, purse.certificate(), purse.chain().operator(), other.certificate());
        assertThat(rootless.flaw(other.certificate()).map(Flaw::kind)).contains(Kind.CERTIFICATE);
    }

    @Test
    void isReadAsItIsWritten() {
        var evidence = ofADoubleSpend();

        assertThat(Evidence.parse(evidence.json())).isEqualTo(evidence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "first", "second", "purse", "operator", "root"})
    void refusesWhatIsNotComplete(String member) {
        var json = ofADoubleSpend().json().replace('"' + member + '"', "\"x\"");

        assertThatThrownBy(() -> Evidence.parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(member);
    }

    @Test
    void refusesWhatIsNotWrittenAsItMustBe() {
        var json = ofADoubleSpend().json();

        assertThatThrownBy(() -> Evidence.parse(json.replace("\"version\": 1", "\"version\": 2")))
                .hasMessage("version is not 1");
        assertThatThrownBy(() -> Evidence.parse(json.replace("\"first\": \"", "\"first\": \"!")))
                .hasMessageStartingWith("first: ");
        assertThatThrownBy(() -> Evidence.parse(json.replace("\"purse\": \"", "\"purse\": \"AAAA")))
                .hasMessage("purse: is not an X.509 certificate");
        assertThatThrownBy(() -> Evidence.parse(json.replace("\"first\"", "\"more\": 1, \"first\"")))
                .hasMessageContaining("more");
    }

    @Test
    void theVerbSaysWhatItProvesAndUnderWhichRoot() throws IOException {
        var evidence = ofADoubleSpend();
        write(evidence);
        var fingerprint = evidence.root().key().id();

        assertThat(verify("evidence.json", "--root", "root.pem"))
                .startsWith("0 Purse P00000000000000A of operator 002 has signed two payments with the counter 7\n")
                .contains(
                        "1230 fen to " + OTHER_TILL,
                        "voucher " + evidence.second().hash())
                .endsWith("Proven under the given root, fingerprint " + fingerprint + "\n");
        assertThat(verify("evidence.json"))
                .startsWith("0 ")
                .contains("that it brings along itself")
                .endsWith(fingerprint + "\n");
    }

    @Test
    void theVerbSaysWhatIsWrong() throws IOException {
        write(evidence(voucher(7, PREVIOUS, TILL), voucher(7, PREVIOUS, TILL)));
        assertThat(verify("evidence.json", "--root", "root.pem"))
                .isEqualTo("1 NOT proven. SAME: Both vouchers are the same payment\n");

        Files.writeString(folder.resolve("evidence.json"), "{\"purse\":\"\"}");
        assertThat(verify("evidence.json")).startsWith("1 NOT proven. MALFORMED: version is missing");
    }

    @Test
    void theVerbTellsEvidenceFromReceipts() throws IOException {
        write(ofADoubleSpend());
        Files.writeString(folder.resolve("receipt.json"), "{\"version\":1}");
        Files.writeString(folder.resolve("text"), "饺子");

        assertThat(verify("receipt.json")).isEqualTo("1 NOT proven. MALFORMED: entry is missing or of another type\n");
        assertThat(verify("text")).startsWith("1 NOT proven. MALFORMED: is not JSON");
        assertThat(verify("receipt.json", "--root", "root.pem")).startsWith("2 usage: ");
        assertThat(verify("evidence.json", "--key", "root.pem")).startsWith("2 usage: ");
        assertThat(verify("evidence.json", "--root")).startsWith("2 usage: ");
        assertThat(verify("evidence.json", "--root", "text")).startsWith("2 Cannot be read: ");
        assertThat(verify("none.json")).startsWith("2 Cannot be read: ");
    }

    /// The recipe of docs/offline.md, as it stands there, shares no code with the suite.
    @Test
    void isCheckedWithOpenSslAlone() throws IOException, InterruptedException {
        var evidence = ofADoubleSpend();
        write(evidence);

        assertThat(recipe())
                .startsWith("0 ")
                .contains("operator.pem: OK", "purse.pem: OK", "CN = P00000000000000A")
                .contains("serial=" + evidence.purse().serial().hex().toUpperCase(Locale.ROOT))
                .contains(
                        evidence.first().hash().hex(), evidence.second().hash().hex())
                .containsSubsequence("Signature Verified Successfully", "Signature Verified Successfully")
                .containsSubsequence("counter 00000007", "counter 00000007")
                .containsSubsequence("payer P00000000000000A", "payer P00000000000000A")
                .containsSubsequence(
                        "serial " + evidence.purse().serial(),
                        "serial " + evidence.purse().serial())
                .containsSubsequence("previous " + PREVIOUS, "previous " + PREVIOUS);
    }

    @Test
    void isRefusedByOpenSslWhereASignatureIsNotThePursesOrALinkIsBroken() throws IOException, InterruptedException {
        write(evidence(voucher(7, PREVIOUS, TILL), signed(other, debit(purse, 7, PREVIOUS, OTHER_TILL))));
        assertThat(recipe()).doesNotStartWith("0 ").contains("Signature Verification Failure");

        write(ofADoubleSpend());
        Files.writeString(
                folder.resolve("root.pem"), new Certified().root().certificate().pem());
        assertThat(recipe()).doesNotStartWith("0 ").doesNotContain("operator.pem: OK");
    }

    private void write(Evidence evidence) throws IOException {
        Files.writeString(folder.resolve("evidence.json"), evidence.json());
        Files.writeString(folder.resolve("root.pem"), evidence.root().pem());
    }

    /// Exit code, and what it says.
    private String verify(String... arguments) throws IOException {
        var paths = new ArrayList<String>();
        for (var argument : arguments) {
            paths.add(
                    argument.startsWith("-")
                            ? argument
                            : folder.resolve(argument).toString());
        }
        var bytes = new ByteArrayOutputStream();
        try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            int code = Verify.run(paths, out, out);
            return code + " " + bytes.toString(StandardCharsets.UTF_8);
        }
    }

    private String recipe() throws IOException, InterruptedException {
        var doc = Files.readString(Path.of("../docs/offline.md"));
        int begin = doc.indexOf("```bash\n") + "```bash\n".length();
        var process = new ProcessBuilder(List.of("bash", "-c", doc.substring(begin, doc.indexOf("```", begin))))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + said;
    }
}
