package cn.jiaozi.sdk.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The texts that are signed, as another implementation must make them. A line feed ends the files, not the texts.
class SignatureBaseTest {
    private static final Path FIXTURES = Path.of("src/test/resources/signature");
    private static final String REQUEST_SIGNATURE =
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==";

    @Test
    void isTheSampleOfARequest() throws IOException {
        String sample = Files.readString(FIXTURES.resolve("request-base.txt"));

        var message = SignedMessage.of(
                "PUT",
                "/v1/payments/p-000001",
                "wait=1&x=%E4%BA%A4",
                "{\"amountFen\":1}".getBytes(StandardCharsets.UTF_8),
                Optional.of("Bearer t"));

        assertThat(text(message.base(parameters(sample)))).isEqualTo(sample);
    }

    @Test
    void isTheSampleOfAResponse() throws IOException {
        String sample = Files.readString(FIXTURES.resolve("response-base.txt"));

        var request = new RequestSignature("", Instant.EPOCH, "", "", REQUEST_SIGNATURE);
        var response = SignedResponse.of(201, "{\"state\":\"SUCCEEDED\"}".getBytes(StandardCharsets.UTF_8), request);

        assertThat(text(response.base(parameters(sample)))).isEqualTo(sample);
        assertThat(parameters(sample)).startsWith(response.components() + ";");
    }

    private static String text(byte[] base) {
        return new String(base, StandardCharsets.UTF_8) + "\n";
    }

    private static String parameters(String sample) {
        String label = "\"@signature-params\": ";
        return sample.substring(sample.indexOf(label) + label.length()).strip();
    }
}
