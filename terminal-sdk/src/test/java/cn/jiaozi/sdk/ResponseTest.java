package cn.jiaozi.sdk;

import static cn.jiaozi.sdk.Headers.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.signature.RequestSignature;
import cn.jiaozi.sdk.signature.RequestSigner;
import cn.jiaozi.sdk.signature.ResponseSignature;
import cn.jiaozi.sdk.signature.ResponseSigner;
import cn.jiaozi.sdk.signature.SignedMessage;
import cn.jiaozi.sdk.signature.SignedResponse;
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

class ResponseTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:01Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final byte[] BODY = "{\"state\":\"SUCCEEDED\"}".getBytes(StandardCharsets.UTF_8);
    private static final RequestSigner TERMINAL = new RequestSigner(SigningKey.generate(Curve.SM2), CLOCK);
    private static final RequestSignature ASKED = asked();
    private static final SignedResponse ANSWER = SignedResponse.of(201, BODY, ASKED);

    /// Each time with a nonce and so a signature of its own.
    private static RequestSignature asked() {
        var headers =
                TERMINAL.sign(SignedMessage.of("PUT", "/v1/payments/p-000001", "", new byte[0], Optional.empty()));
        return RequestSignature.of(header(headers, "Signature-Input"), header(headers, "Signature"));
    }

    private static Map<String, String> signed(SigningKey key) {
        return new ResponseSigner(key, CLOCK).sign(ANSWER);
    }

    private static ResponseSignature read(Map<String, String> headers) {
        return ResponseSignature.of(header(headers, "Signature-Input"), header(headers, "Signature"));
    }

    @ParameterizedTest
    @EnumSource
    void verifiesWhatWasSigned(Curve curve) {
        var key = SigningKey.generate(curve);
        var headers = signed(key);

        assertThat(read(headers).keyId()).isEqualTo(key.id());
        assertThat(read(headers).created()).isEqualTo(NOW);
        assertThat(read(headers).verifies(ANSWER, header(headers, "Content-Digest"), key.verifying()))
                .isTrue();
    }

    static Stream<Arguments> alterations() {
        byte[] other = "{\"state\":\"FAILED\"}".getBytes(StandardCharsets.UTF_8);
        return Stream.of(Curve.values())
                .flatMap(curve -> Stream.of(
                                SignedResponse.of(200, BODY, ASKED),
                                SignedResponse.of(201, other, ASKED),
                                SignedResponse.of(201, new byte[0], ASKED),
                                SignedResponse.of(201, BODY, asked()))
                        .map(altered -> Arguments.of(curve, altered)));
    }

    @ParameterizedTest
    @MethodSource("alterations")
    void refusesAnAlteredResponseAndOneToAnotherRequest(Curve curve, SignedResponse altered) {
        var key = SigningKey.generate(curve);
        var headers = signed(key);

        // Whether or not the digest in the header was altered with it.
        assertThat(read(headers).verifies(altered, altered.contentDigest(), key.verifying()))
                .isFalse();
        assertThat(read(headers).verifies(altered, header(headers, "Content-Digest"), key.verifying()))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnotherKeyAlsoOfTheSameCurve(Curve curve) {
        var headers = signed(SigningKey.generate(curve));

        for (Curve other : Curve.values()) {
            var key = SigningKey.generate(other).verifying();
            assertThat(read(headers).verifies(ANSWER, ANSWER.contentDigest(), key))
                    .isFalse();
        }
    }

    @Test
    void refusesAnAlteredDigestOrTime() {
        var key = SigningKey.generate(Curve.P256);
        var headers = signed(key);
        var later = ResponseSignature.of(
                header(headers, "Signature-Input")
                        .replace(";created=" + NOW.getEpochSecond(), ";created=" + (NOW.getEpochSecond() + 1)),
                header(headers, "Signature"));

        assertThat(later.verifies(ANSWER, ANSWER.contentDigest(), key.verifying()))
                .isFalse();
        assertThat(read(headers).verifies(ANSWER, "", key.verifying())).isFalse();
    }

    static Stream<Arguments> inputs() {
        String good = header(signed(SigningKey.generate(Curve.P256)), "Signature-Input");
        return Stream.of(
                Arguments.of("", "is not one member sig1"),
                Arguments.of(good.replace("\"@status\" ", ""), "does not cover \"@status\""),
                Arguments.of(good.replace(" \"content-digest\"", ""), "does not cover \"content-digest\""),
                Arguments.of(good.replace(";req", ""), "does not cover \"signature\";req;key=\"sig1\""),
                Arguments.of(good.replace("\"sig1\"", "\"sig2\""), "does not cover \"signature\";req;key=\"sig1\""),
                Arguments.of(good.replace(")", " \"authorization\")"), "covers more"),
                Arguments.of(good.replace(";tag", ";nonce=\"nnnnnnnnnnnnnnnnnnnnnn\";tag"), "tag is not \"jiaozi\""),
                Arguments.of(good.replaceFirst(";keyid=\"[^\"]*\"", ""), "keyid is missing"),
                Arguments.of(good.replace("jiaozi", "other"), "tag is not \"jiaozi\""));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void saysInWhatAFormIsAnother(String input, String reason) {
        String signature = header(signed(SigningKey.generate(Curve.P256)), "Signature");

        assertThatThrownBy(() -> ResponseSignature.of(input, signature))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Signature-Input")
                .hasMessageContaining(reason);
    }

    @Test
    void isNotTakenForARequest() {
        var headers = signed(SigningKey.generate(Curve.P256));

        assertThatThrownBy(() -> RequestSignature.of(header(headers, "Signature-Input"), header(headers, "Signature")))
                .hasMessageContaining("does not cover \"@method\"");
    }
}
