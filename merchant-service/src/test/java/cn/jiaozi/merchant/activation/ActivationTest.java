package cn.jiaozi.merchant.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.testkit.Seeds;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationTest {
    private static final String PEM = SigningKey.generate(Curve.P256).request("SN-0001");

    @ParameterizedTest
    @EnumSource
    void takesAKeyThatIsProvenToBeHeld(Curve curve) {
        var key = SigningKey.generate(curve);

        assertThat(asking(key.request("SN-0001")).key().id()).isEqualTo(key.id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "-----BEGIN CERTIFICATE REQUEST-----\n!!!!\n-----END CERTIFICATE REQUEST-----\n",
                "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
                "-----BEGIN CERTIFICATE REQUEST-----\nAAAA",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\n\n-----END PRIVATE KEY-----\n"
            })
    void namesTheFieldOfWhatIsNoRequestForAKey(String pem) {
        assertThatItIsRefused(asking(pem));
    }

    static Stream<Arguments> seeds() {
        return Seeds.of(300);
    }

    /// A parser may stumble in many ways, and each of them is a bad request.
    @ParameterizedTest
    @MethodSource("seeds")
    void refusesARequestThatWasTamperedWith(long seed) {
        var random = Seeds.random(seed);
        int place = random.nextInt(PEM.length());
        char other = (char) random.nextInt(0x20, 0x7f);
        var request = asking(PEM.substring(0, place) + other + PEM.substring(place + 1));

        if (catchThrowable(request::key) != null) {
            assertThatItIsRefused(request);
        }
    }

    @Test
    void keepsCodesOutOfLogs() {
        assertThat(asking(PEM).toString()).doesNotContain("X837EZHK0GNJ").doesNotContain("BEGIN");
        assertThat(new ActivationCode.Issued("abcdef", "00000001", "X837EZHK0GNJ", Instant.EPOCH).toString())
                .doesNotContain("X837EZHK0GNJ");
        assertThat(new ActivationSettings("00").toString()).doesNotContain("00");
    }

    private static void assertThatItIsRefused(Activation.Request request) {
        var thrown = catchThrowable(request::key);

        assertThat(thrown)
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors())
                                .extracting(Problem.FieldError::pointer)
                                .containsExactly("/certificateRequest"));
    }

    private static Activation.Request asking(String pem) {
        return new Activation.Request("00000001", "SN-0001", "X837EZHK0GNJ", pem);
    }
}
