package cn.jiaozi.sdk;

import static cn.jiaozi.sdk.Headers.header;
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
import org.junit.jupiter.params.provider.CsvSource;
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

    static Stream<Arguments> inputs() {
        String good = header(signed(SigningKey.generate(Curve.P256), PAYMENT), "Signature-Input");
        return Stream.of(
                Arguments.of("", "is not one member sig1"),
                Arguments.of(good.replace("sig1", "sig2"), "is not one member sig1"),
                Arguments.of("sig2=(), " + good, "is not one member sig1"),
                Arguments.of(good.replace("\"@method\"", "(\"@method\")"), "is not one member sig1"),
                Arguments.of(good.replace("\"@method\" ", ""), "does not cover \"@method\""),
                Arguments.of(good.replace("\"@path\"", "\"@path\";req"), "does not cover \"@path\""),
                Arguments.of(good.replace(" \"content-digest\"", ""), "does not cover \"content-digest\""),
                Arguments.of(good.replace("\"@method\" \"@path\"", "\"@path\" \"@method\""), "in another order"),
                Arguments.of(good.replace("\"authorization\"", "\"@authority\""), "covers more"),
                Arguments.of(good.replace("\"authorization\"", "\"authorization\" \"host\""), "covers more"),
                Arguments.of(good.replace(" \"authorization\"", "  \"authorization\""), "covers more"),
                Arguments.of(good.replaceFirst(";created=[0-9]+", ""), "created is missing"),
                Arguments.of(good.replaceFirst(";created=[0-9]+", ";created=soon"), "created is not 1 to 12 digits"),
                Arguments.of(
                        good.replaceFirst("(;created=[0-9]+)(;keyid=\"[^\"]*\")", "$2$1"),
                        "created is not 1 to 12 digits, or not in its place"),
                Arguments.of(good.replaceFirst(";keyid=\"[^\"]*\"", ";keyid=\"me\""), "keyid is not the thumbprint"),
                Arguments.of(good.replaceFirst(";nonce=\"[^\"]*\"", ""), "nonce is missing"),
                Arguments.of(good.replaceFirst(";nonce=\"[^\"]*\"", ";nonce=\"short\""), "nonce is not 22 to 64"),
                Arguments.of(good.replace(";tag=\"jiaozi\"", ""), "tag is missing"),
                Arguments.of(good.replace("tag=\"jiaozi\"", "tag=\"other\""), "tag is not \"jiaozi\""),
                Arguments.of(good + ";alg=\"none\"", "has more than its parameters"),
                Arguments.of(good + ", sig2=()", "has more than its parameters"));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void saysInWhatAFormIsAnother(String input, String reason) {
        String signature = header(signed(SigningKey.generate(Curve.P256), PAYMENT), "Signature");

        assertThatThrownBy(() -> RequestSignature.of(input, signature))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Signature-Input")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"22, true", "21, false", "64, true", "65, false"})
    void limitsTheNonce(int length, boolean accepted) {
        var headers = signed(SigningKey.generate(Curve.P256), PAYMENT);
        String input = header(headers, "Signature-Input")
                .replaceFirst(";nonce=\"[^\"]*\"", ";nonce=\"" + "n".repeat(length) + "\"");

        if (accepted) {
            assertThat(RequestSignature.of(input, header(headers, "Signature")).nonce())
                    .hasSize(length);
        } else {
            assertThatThrownBy(() -> RequestSignature.of(input, header(headers, "Signature")))
                    .hasMessageContaining("nonce");
        }
    }

    @Test
    void refusesASignatureOfAnotherForm() {
        String input = header(signed(SigningKey.generate(Curve.P256), PAYMENT), "Signature-Input");

        for (String signature : new String[] {"", "sig1=::", "sig1=:AAAA:", "sig2=:" + "A".repeat(86) + "==:"}) {
            assertThatThrownBy(() -> RequestSignature.of(input, signature))
                    .hasMessage("Signature is not one member sig1 of 64 bytes");
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
