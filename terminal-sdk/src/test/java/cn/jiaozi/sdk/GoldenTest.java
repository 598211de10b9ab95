package cn.jiaozi.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.certificate.Trust;
import cn.jiaozi.sdk.key.FixedLength;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.PaymentRequest;
import cn.jiaozi.sdk.voucher.Voucher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What has been handed out stays as it is, and OpenSSL agrees with it.
class GoldenTest {
    @TempDir
    Path folder = Path.of("unset");

    static List<Golden.Vector> all() {
        return Golden.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void isWrittenByteForByte(Golden.Vector vector) {
        assertThat(vector.message().get()).isEqualTo(vector.stored().message().bytes());
        assertThat(Hash.sm3(vector.message().get()).bytes())
                .isEqualTo(vector.stored().sm3().bytes());
    }

    @ParameterizedTest
    @MethodSource("all")
    void isReadAndWrittenAgain(Golden.Vector vector) {
        assertThat(vector.rewritten().apply(vector.encoded())).isEqualTo(vector.encoded());
    }

    @ParameterizedTest
    @MethodSource("all")
    void isSignedByWhoeverMustSignIt(Golden.Vector vector) {
        var signature = FixedLength.toDer(vector.stored().signature().bytes()).orElseThrow();

        assertThat(Golden.certificate(vector.signer())
                        .key()
                        .verifies(vector.stored().message().bytes(), signature))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("all")
    void isHashedAndVerifiedByOpenSslToo(Golden.Vector vector) throws IOException, InterruptedException {
        var openSsl = new OpenSsl(folder);
        Files.writeString(
                folder.resolve("signer.pem"),
                Golden.certificate(vector.signer()).pem());
        byte[] message = vector.stored().message().bytes();

        assertThat(openSsl.sm3(message)).isEqualTo(vector.stored().sm3().hex());
        openSsl.assertSigned("signer.pem", message, vector.stored().signature().bytes());
    }

    @Test
    void aVoucherHasAtMost512BytesAndAnswersItsRequest() {
        byte[] encoded = Golden.vector("voucher-acknowledged").encoded();
        var voucher = Voucher.read(encoded);
        var request = PaymentRequest.readSigned(Golden.vector("payment-request").encoded());

        assertThat(encoded).hasSize(322).hasSizeLessThanOrEqualTo(Voucher.LONGEST);
        assertThat(voucher.isSignedBy(Golden.certificate("purse").key())).isTrue();
        assertThat(voucher.isAcknowledgedBy(Golden.certificate("terminal").key()))
                .isTrue();
        assertThat(voucher.debit().content().answers(request.content())).isTrue();
        assertThat(voucher.hash().bytes())
                .isEqualTo(Golden.vector("voucher").stored().sm3().bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"purse", "terminal", "signatory"})
    void theSignersHoldTheKeysOfCertificatesUnderTheRoot(String holder) {
        var chain = new Chain(Golden.certificate(holder), Golden.certificate("operator"));

        assertThat(new Trust(Golden.certificate("root")).believes(chain, Set.of(CertificateRole.values())))
                .isTrue();
        assertThat(Golden.key(holder).id()).isEqualTo(chain.holder().key().id());
    }
}
