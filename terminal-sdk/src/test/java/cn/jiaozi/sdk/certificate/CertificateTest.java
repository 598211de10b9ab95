package cn.jiaozi.sdk.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateTest {
    private static final String PURSE = "P00000000000000A";
    private static final Set<CertificateRole> PURSES = Set.of(CertificateRole.PURSE);

    private final Certified certified = new Certified();
    private final Certified.Holder purse = certified.holder(CertificateRole.PURSE, PURSE);

    @TempDir
    Path folder = Path.of("unset");

    @Test
    void saysWhatItWasIssuedFor() {
        var read = Certificate.of(purse.certificate().der().bytes());

        assertThat(read).isEqualTo(purse.certificate()).isEqualTo(Certificate.ofPem(read.pem()));
        assertThat(read.role()).isEqualTo(CertificateRole.PURSE);
        assertThat(read.subject()).isEqualTo(PURSE);
        assertThat(read.operator()).isEqualTo(Certified.OPERATOR);
        assertThat(read.issuer()).isEqualTo("Operator 002");
        assertThat(read.serial().length()).isEqualTo(Certificate.SERIAL);
        assertThat(read.key().id()).isEqualTo(purse.key().id());
        assertThat(read.der().length()).isLessThan(Certificate.LONGEST / 2);
    }

    @Test
    void isValidFromItsFirstToItsLastSecond() {
        var certificate = purse.certificate();
        var end = Certified.START.plus(Certified.YEAR.multipliedBy(2));

        assertThat(certificate.isValidAt(Certified.START.minusNanos(1))).isFalse();
        assertThat(certificate.isValidAt(Certified.START)).isTrue();
        assertThat(certificate.isValidAt(end)).isTrue();
        assertThat(certificate.isValidAt(end.plusNanos(1))).isFalse();
    }

    @Test
    void isBelievedInItsRoleWhileItAndItsOperatorAreValid() {
        var trust = certified.trust();

        assertThat(trust.believes(purse.chain(), PURSES)).isTrue();
        assertThat(trust.believes(purse.chain(), Set.of(CertificateRole.TERMINAL)))
                .isFalse();
        assertThat(trust.believes(purse.chain(), PURSES, Certified.START)).isTrue();
        assertThat(trust.believes(purse.chain(), PURSES, Certified.START.minusSeconds(1)))
                .isFalse();
    }

    @Test
    void isNotBelievedFromAnotherRootAnotherOperatorOrAnotherHolder() {
        var other = new Certified();
        var foreign = other.holder(CertificateRole.PURSE, PURSE);
        var second = certified.operator("003");

        assertThat(certified.trust().believes(foreign.chain(), PURSES)).isFalse();
        assertThat(certified.trust().believes(new Chain(purse.certificate(), second.certificate()), PURSES))
                .isFalse();
        assertThat(certified
                        .trust()
                        .believes(
                                new Chain(
                                        foreign.certificate(),
                                        certified.operator().certificate()),
                                PURSES))
                .isFalse();
        assertThat(certified.trust().believes(new Chain(purse.certificate(), purse.certificate()), PURSES))
                .isFalse();
    }

    @Test
    void certifiesWhatItsRoleMayAndForItselfAlone() {
        var key = SigningKey.generate(Curve.SM2).verifying();
        var day = Duration.ofDays(1);

        assertThatThrownBy(() -> certified
                        .operator()
                        .issue(CertificateRole.OPERATOR, "X", Certified.OPERATOR, key, Certified.START, day))
                .hasMessage("OPERATOR does not certify OPERATOR");
        assertThatThrownBy(() -> certified
                        .root()
                        .issue(CertificateRole.PURSE, PURSE, Certified.OPERATOR, key, Certified.START, day))
                .hasMessage("ROOT does not certify PURSE");
        assertThatThrownBy(() ->
                        certified.operator().issue(CertificateRole.PURSE, PURSE, "003", key, Certified.START, day))
                .hasMessage("An operator certifies for itself alone");
        assertThatThrownBy(() -> certified
                        .operator()
                        .issue(
                                CertificateRole.PURSE,
                                PURSE,
                                Certified.OPERATOR,
                                SigningKey.generate(Curve.P256).verifying(),
                                Certified.START,
                                day))
                .hasMessage("is not a key on the curve SM2");
    }

    @Test
    void whatIsSpoiledIsRefusedOrNotBelieved() {
        byte[] der = purse.certificate().der().bytes();
        for (int at = 0; at < der.length; at++) {
            byte[] spoiled = der.clone();
            spoiled[at] ^= 1;
            assertThat(isBelieved(spoiled)).as("byte %d", at).isFalse();
        }
        assertThat(isBelieved(Arrays.copyOf(der, der.length - 1))).isFalse();
        assertThat(isBelieved(Arrays.copyOf(der, der.length + 1))).isFalse();
        assertThat(isBelieved(der)).isTrue();
    }

    private boolean isBelieved(byte[] der) {
        try {
            return certified
                    .trust()
                    .believes(
                            new Chain(Certificate.of(der), certified.operator().certificate()), PURSES);
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    /// OpenSSL as a second voice on the chain.
    @ParameterizedTest
    @EnumSource(names = {"PURSE", "TERMINAL", "SIGNATORY"})
    void isVerifiedByOpenSsl(CertificateRole role) throws Exception {
        var holder = certified.holder(role, role == CertificateRole.SIGNATORY ? "Signatory 1" : PURSE);
        Files.writeString(
                folder.resolve("root.pem"), certified.root().certificate().pem());
        Files.writeString(
                folder.resolve("operator.pem"),
                certified.operator().certificate().pem());
        Files.writeString(folder.resolve("holder.pem"), holder.certificate().pem());

        assertVerifiedByOpenSsl("-CAfile", "root.pem", "operator.pem");
        assertVerifiedByOpenSsl("-partial_chain", "-trusted", "operator.pem", "holder.pem");
    }

    /// Link by link, since OpenSSL applies the identity of SM2 to the last certificate of a chain alone.
    private void assertVerifiedByOpenSsl(String... arguments) throws Exception {
        var command = new ArrayList<>(
                List.of("openssl", "verify", "-vfyopt", "distid:1234567812345678", "-x509_strict", "-attime"));
        command.add(String.valueOf(Certified.START.getEpochSecond() + 1));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains(command.getLast() + ": OK");
        assertThat(process.waitFor()).isZero();
    }
}
