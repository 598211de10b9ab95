package cn.jiaozi.sdk.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.key.VerifyingKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Which replies a client believes that knows the gateway's keys.
class TrustTest {
    private final Gateway gateway = new Gateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    private ClientSettings settings(VerifyingKey... keys) {
        return ClientSettings.of(gateway.address(), SigningKey.generate(Curve.SM2))
                .withGatewayKeys(List.of(keys));
    }

    private static Reply put(ClientSettings settings) {
        try (var client = new JiaoziClient(settings, _ -> {}, new Random(1))) {
            return client.put("/v1/payments/p-000001", new byte[] {'{', '}'});
        }
    }

    @Test
    void believesTheGateway() {
        gateway.thenSigns(201, "{\"state\":\"SUCCEEDED\"}").thenSigns(404, "");

        assertThat(put(settings(gateway.key.verifying())).text()).isEqualTo("{\"state\":\"SUCCEEDED\"}");
        assertThat(put(settings(gateway.key.verifying())).status()).isEqualTo(404);
    }

    @Test
    void believesAnyOfTheGatewaysKeys() {
        gateway.thenSigns(200, "{}");
        var next = SigningKey.generate(Curve.SM2).verifying();

        assertThat(put(settings(next, gateway.key.verifying())).status()).isEqualTo(200);
    }

    @Test
    void letsWhatWillBeRepeatedGoUnsigned() {
        gateway.thenAnswers(502, "<html>").thenSigns(200, "{}");

        assertThat(put(settings(gateway.key.verifying())).status()).isEqualTo(200);
    }

    /// What somebody on the way may do to a good answer.
    record Tampering(String name, UnaryOperator<String> body, int status, UnaryOperator<Map<String, String>> headers) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Tampering> tamperings() {
        UnaryOperator<Map<String, String>> kept = headers -> headers;
        return Stream.of(
                new Tampering("another body", _ -> "{\"amountFen\":2}", 201, kept),
                new Tampering("no body", _ -> "", 201, kept),
                new Tampering("another status", body -> body, 200, kept),
                new Tampering(
                        "another time", body -> body, 201, h -> with(h, "Signature-Input", "created=1", "created=2")),
                new Tampering(
                        "another key", body -> body, 201, h -> with(h, "Signature-Input", "keyid=\"..", "keyid=\"AA")),
                new Tampering("another signature", body -> body, 201, h -> with(h, "Signature", "=:....", "=:AAAA")),
                new Tampering("another digest", body -> body, 201, h -> with(h, "Content-Digest", "=:....", "=:AAAA")),
                new Tampering("no signature", body -> body, 201, _ -> Map.of()));
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String part, String other) {
        var altered = new HashMap<>(headers);
        altered.computeIfPresent(name, (_, value) -> value.replaceFirst(part, other));
        assertThat(altered).isNotEqualTo(headers);
        return altered;
    }

    @ParameterizedTest
    @MethodSource("tamperings")
    void believesNobodyElse(Tampering tampering) {
        String good = "{\"amountFen\":1}";
        gateway.then((exchange, asked) -> Gateway.send(
                exchange,
                tampering.status(),
                tampering.headers().apply(Gateway.signature(gateway.key, 201, good, asked)),
                tampering.body().apply(good)));

        assertThatThrownBy(() -> put(settings(gateway.key.verifying()))).isInstanceOf(UntrustedReply.class);
        assertThat(gateway.asked).hasSize(1);
    }

    @Test
    void believesNoAnswerThatAnotherSigned() {
        var other = SigningKey.generate(Curve.P256);
        gateway.then(
                (exchange, asked) -> Gateway.send(exchange, 200, Gateway.signature(other, 200, "{}", asked), "{}"));

        assertThatThrownBy(() -> put(settings(gateway.key.verifying()))).isInstanceOf(UntrustedReply.class);
    }

    @Test
    void believesNoAnswerToAnotherRequest() {
        // To the first attempt of the same request, whose reply was lost and kept.
        gateway.thenDrops()
                .then((exchange, _) -> Gateway.send(
                        exchange,
                        200,
                        Gateway.signature(
                                gateway.key, 200, "{}", gateway.asked.getFirst().signature()),
                        "{}"));

        assertThatThrownBy(() -> put(settings(gateway.key.verifying()))).isInstanceOf(UntrustedReply.class);
    }

    @Test
    void believesNoUnsignedUnavailabilityThatStays() {
        gateway.thenAnswers(503, "").thenAnswers(503, "").thenAnswers(503, "").thenAnswers(503, "");

        assertThatThrownBy(() -> put(settings(gateway.key.verifying())))
                .isInstanceOf(UntrustedReply.class)
                .hasMessageContaining("503");
    }
}
