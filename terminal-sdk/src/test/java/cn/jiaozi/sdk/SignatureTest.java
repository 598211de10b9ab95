package cn.jiaozi.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.signature.RequestSignature;
import cn.jiaozi.sdk.signature.RequestSigner;
import cn.jiaozi.sdk.signature.SignedMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final String BODY = "{\"amountFen\":1}";
    private static final SignedMessage PAYMENT = message("PUT", "/v1/payments/p-000001", "", BODY, "Bearer t");

    private static SignedMessage message(String method, String path, String query, String body, String token) {
        return SignedMessage.of(
                method,
                path,
                query,
                body.getBytes(StandardCharsets.UTF_8),
                Optional.of(token).filter(t -> !t.isEmpty()));
    }

    private static Map<String, String> signed(SigningKey key, SignedMessage message) {
        return new RequestSigner(key, InstantSource.fixed(NOW)).sign(message);
    }

    private static RequestSignature read(Map<String, String> headers) {
        return RequestSignature.of(header(headers, "Signature-Input"), header(headers, "Signature"));
    }

    private static String header(Map<String, String> headers, String name) {
        return headers.getOrDefault(name, "");
    }

    @ParameterizedTest
    @EnumSource
    void verifiesWhatWasSigned(Curve curve) {
        var key = SigningKey.generate(curve);
        var headers = signed(key, PAYMENT);
        var signature = read(headers);

        assertThat(signature.keyId()).isEqualTo(key.id());
        assertThat(signature.created()).isEqualTo(NOW);
        assertThat(signature.verifies(PAYMENT, header(headers, "Content-Digest"), key.verifying()))
                .isTrue();
        assertThat(read(signed(key, PAYMENT)).nonce()).isNotEqualTo(signature.nonce());
    }

    static Stream<Arguments> alterations() {
        return Stream.of(Curve.values())
                .flatMap(curve -> Stream.of(
                                message("GET", PAYMENT.path(), "", BODY, "Bearer t"),
                                message("PUT", "/v1/payments/p-000002", "", BODY, "Bearer t"),
                                message("PUT", PAYMENT.path(), "wait=1", BODY, "Bearer t"),
                                message("PUT", PAYMENT.path(), "", "{\"amountFen\":2}", "Bearer t"),
                                message("PUT", PAYMENT.path(), "", "", "Bearer t"),
                                message("PUT", PAYMENT.path(), "", BODY, "Bearer u"),
                                message("PUT", PAYMENT.path(), "", BODY, ""))
                        .map(altered -> Arguments.of(curve, altered)));
    }

    @ParameterizedTest
    @MethodSource("alterations")
    void refusesAnAlteredRequest(Curve curve, SignedMessage altered) {
        var key = SigningKey.generate(curve);
        var headers = signed(key, PAYMENT);

        // Whether or not the digest in the header was altered with it.
        assertThat(read(headers).verifies(altered, altered.contentDigest(), key.verifying()))
                .isFalse();
        assertThat(read(headers).verifies(altered, header(headers, "Content-Digest"), key.verifying()))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnotherKeyAlsoOfTheSameCurve(Curve curve) {
        var headers = signed(SigningKey.generate(curve), PAYMENT);

        for (Curve other : Curve.values()) {
            var key = SigningKey.generate(other).verifying();
            assertThat(read(headers).verifies(PAYMENT, PAYMENT.contentDigest(), key))
                    .isFalse();
        }
    }

    @Test
    void refusesAnAlteredTimeOrNonce() {
        var key = SigningKey.generate(Curve.P256);
        var headers = signed(key, PAYMENT);
        String input = header(headers, "Signature-Input");
        String created = ";created=" + NOW.getEpochSecond();

        var later = RequestSignature.of(
                input.replace(created, ";created=" + (NOW.getEpochSecond() + 1)), header(headers, "Signature"));
        var again =
                RequestSignature.of(input.replaceFirst(";nonce=\"....", ";nonce=\"AAAA"), header(headers, "Signature"));

        assertThat(later.verifies(PAYMENT, PAYMENT.contentDigest(), key.verifying()))
                .isFalse();
        assertThat(again.verifies(PAYMENT, PAYMENT.contentDigest(), key.verifying()))
                .isFalse();
    }

    static Stream<String> inputs() {
        String good = header(signed(SigningKey.generate(Curve.P256), PAYMENT), "Signature-Input");
        return Stream.of(
                "",
                good + ", sig2=()",
                good.replace("sig1", "sig2"),
                good.replace(" \"content-digest\"", ""),
                good.replace("\"@method\" ", ""),
                good.replace("tag=\"jiaozi\"", "tag=\"other\""),
                good.replaceFirst(";created=[0-9]+", ""),
                good.replaceFirst(";nonce=\"[^\"]*\"", ""),
                good.replaceFirst(";nonce=\"[^\"]*\"", ";nonce=\"short\""),
                good.replaceFirst(";keyid=\"[^\"]*\"", ";keyid=\"me\""),
                good + ";alg=\"none\"");
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void refusesAnotherForm(String input) {
        String signature = header(signed(SigningKey.generate(Curve.P256), PAYMENT), "Signature");

        assertThatThrownBy(() -> RequestSignature.of(input, signature)).hasMessageContaining("Signature-Input");
    }

    @Test
    void refusesASignatureOfAnotherForm() {
        String input = header(signed(SigningKey.generate(Curve.P256), PAYMENT), "Signature-Input");

        for (String signature : new String[] {"", "sig1=::", "sig1=:AAAA:", "sig2=:" + "A".repeat(86) + "==:"}) {
            assertThatThrownBy(() -> RequestSignature.of(input, signature)).hasMessageContaining("Signature is not");
        }
    }

    @Test
    void tellsBytesApartThatAreTheSameText() {
        byte[] broken = {'"', (byte) 0xff, '"'};
        byte[] replaced = "\"\ufffd\"".getBytes(StandardCharsets.UTF_8);

        assertThat(SignedMessage.of("PUT", "/", "", broken, Optional.empty()))
                .isNotEqualTo(SignedMessage.of("PUT", "/", "", replaced, Optional.empty()));
    }

    @Test
    void refusesZeros() {
        var key = SigningKey.generate(Curve.P256);
        var headers = signed(key, PAYMENT);
        var zeros = RequestSignature.of(header(headers, "Signature-Input"), "sig1=:" + "A".repeat(86) + "==:");

        assertThat(zeros.verifies(PAYMENT, PAYMENT.contentDigest(), key.verifying()))
                .isFalse();
    }
}
