package cn.jiaozi.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.KeyRequest;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.key.VerifyingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenSSL as a second voice on keys and signatures.
class OpenSslTest {
    private static final byte[] MESSAGE = "what is signed, 签名".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder = Path.of("unset");

    @ParameterizedTest
    @EnumSource
    void verifiesWhatWeSign(Curve curve) throws IOException, InterruptedException {
        var key = SigningKey.generate(curve);
        write(
                "public.pem",
                "-----BEGIN PUBLIC KEY-----\n" + key.verifying().encoded() + "\n-----END PUBLIC KEY-----\n");
        Files.write(folder.resolve("message"), MESSAGE);
        Files.write(folder.resolve("signature"), key.sign(MESSAGE));

        assertThat(openssl(with(curve, "-verify", "-pubin", "-inkey", "public.pem", "-sigfile", "signature")))
                .contains("Signature Verified Successfully");
    }

    @ParameterizedTest
    @EnumSource
    void signsWhatWeVerify(Curve curve) throws IOException, InterruptedException {
        generate(curve);
        openssl(List.of("pkey", "-in", "private.pem", "-pubout", "-outform", "DER", "-out", "public.der"));
        Files.write(folder.resolve("message"), MESSAGE);
        openssl(with(curve, "-sign", "-inkey", "private.pem", "-out", "signature"));

        var key = VerifyingKey.of(Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("public.der"))));
        byte[] signature = Files.readAllBytes(folder.resolve("signature"));

        assertThat(key.curve()).isEqualTo(curve);
        assertThat(SigningKey.ofPem(Files.readString(folder.resolve("private.pem")))
                        .id())
                .isEqualTo(key.id());
        assertThat(key.verifies(MESSAGE, signature)).isTrue();
        assertThat(key.verifies("another".getBytes(StandardCharsets.UTF_8), signature))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void asksForTheRegistrationOfAKey(Curve curve) throws IOException, InterruptedException {
        generate(curve);
        var request = new ArrayList<>(
                List.of("req", "-new", "-key", "private.pem", "-subj", "/CN=POS-0001", "-out", "request.pem"));
        request.add(curve == Curve.SM2 ? "-sm3" : "-sha256");
        if (curve == Curve.SM2) {
            request.addAll(List.of("-sigopt", "distid:1234567812345678"));
        }
        openssl(request);

        var key = KeyRequest.proven(Files.readString(folder.resolve("request.pem")));

        assertThat(key.curve()).isEqualTo(curve);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-sha1", "-sha512"})
    void refusesARequestThatChoosesItsDigest(String digest) throws IOException, InterruptedException {
        generate(Curve.P256);
        openssl(List.of("req", "-new", digest, "-key", "private.pem", "-subj", "/CN=POS", "-out", "request.pem"));
        String request = Files.readString(folder.resolve("request.pem"));

        assertThatThrownBy(() -> KeyRequest.proven(request)).hasMessageContaining("algorithm of its curve");
    }

    @ParameterizedTest
    @EnumSource
    void readsTheRequestThatWeMake(Curve curve) throws IOException, InterruptedException {
        write("request.pem", SigningKey.generate(curve).request("POS-0001"));

        assertThat(openssl(List.of("req", "-in", "request.pem", "-noout", "-subject")))
                .contains("POS-0001");
    }

    private void generate(Curve curve) throws IOException, InterruptedException {
        String name = curve == Curve.SM2 ? "SM2" : "P-256";
        openssl(List.of("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + name, "-out", "private.pem"));
    }

    private static List<String> with(Curve curve, String... arguments) {
        var all = new ArrayList<>(List.of("pkeyutl"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("-rawin", "-in", "message", "-digest", curve == Curve.SM2 ? "sm3" : "sha256"));
        if (curve == Curve.SM2) {
            all.addAll(List.of("-pkeyopt", "distid:1234567812345678"));
        }
        return all;
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private String openssl(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + "\n" + said).isZero();
        return said;
    }
}
