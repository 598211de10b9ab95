package cn.jiaozi.sdk;

import static cn.jiaozi.sdk.Headers.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.KeyRequest;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.sdk.signature.RequestSignature;
import cn.jiaozi.sdk.signature.RequestSigner;
import cn.jiaozi.sdk.signature.ResponseSignature;
import cn.jiaozi.sdk.signature.ResponseSigner;
import cn.jiaozi.sdk.signature.SignedMessage;
import cn.jiaozi.sdk.signature.SignedResponse;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenSSL as a second voice on keys and signatures.
class OpenSslTest {
    private static final byte[] MESSAGE = "what is signed, 签名".getBytes(StandardCharsets.UTF_8);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-24T10:00:00Z"));
    private static final SignedMessage REQUEST =
            SignedMessage.of("PUT", "/v1/payments/p-000001", "wait=1", MESSAGE, Optional.of("Bearer t"));

    /// Of 32 bytes; no number of a signature is larger.
    private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

    @TempDir
    Path folder = Path.of("unset");

    @ParameterizedTest
    @EnumSource
    void verifiesWhatWeSign(Curve curve) throws IOException, InterruptedException {
        var key = SigningKey.generate(curve);

        assertVerified(key, MESSAGE, key.sign(MESSAGE));
    }

    @ParameterizedTest
    @EnumSource
    void signsWhatWeVerify(Curve curve) throws IOException, InterruptedException {
        var key = generate(curve);
        byte[] signature = signature(curve, MESSAGE);

        assertThat(key.curve()).isEqualTo(curve);
        assertThat(SigningKey.ofPem(Files.readString(folder.resolve("private.pem")))
                        .id())
                .isEqualTo(key.id());
        assertThat(key.verifies(MESSAGE, signature)).isTrue();
        assertThat(key.verifies("another".getBytes(StandardCharsets.UTF_8), signature))
                .isFalse();
    }

    /// The signature bases are written here by hand from ADR 12, as another implementation would.
    @ParameterizedTest
    @EnumSource
    void verifiesTheHeadersOfARequestAndOfItsResponse(Curve curve) throws IOException, InterruptedException {
        var key = SigningKey.generate(curve);
        var asked = new RequestSigner(key, CLOCK).sign(REQUEST);
        var request = RequestSignature.of(header(asked, "Signature-Input"), header(asked, "Signature"));
        var answered = new ResponseSigner(key, CLOCK).sign(SignedResponse.of(201, MESSAGE, request));

        String askedInput = header(asked, "Signature-Input").substring("sig1=".length());
        assertVerified(key, requestBase(askedInput), der(header(asked, "Signature")));
        String answeredInput = header(answered, "Signature-Input").substring("sig1=".length());
        assertVerified(
                key, responseBase(header(asked, "Signature"), answeredInput), der(header(answered, "Signature")));
    }

    @ParameterizedTest
    @EnumSource
    void signsTheHeadersOfARequestAndOfItsResponse(Curve curve) throws IOException, InterruptedException {
        var key = generate(curve);
        String created = ";created=1795514400;keyid=\"" + key.id() + "\"";

        String askedInput = "(\"@method\" \"@path\" \"@query\" \"content-digest\" \"authorization\")" + created
                + ";nonce=\"" + "n".repeat(22) + "\";tag=\"jiaozi\"";
        String asked = signatureHeader(signature(curve, requestBase(askedInput)));
        var request = RequestSignature.of("sig1=" + askedInput, asked);
        assertThat(request.verifies(REQUEST, digest(), key)).isTrue();

        String answeredInput =
                "(\"@status\" \"content-digest\" \"signature\";req;key=\"sig1\")" + created + ";tag=\"jiaozi\"";
        String answered = signatureHeader(signature(curve, responseBase(asked, answeredInput)));
        var response = ResponseSignature.of("sig1=" + answeredInput, answered);
        assertThat(response.verifies(SignedResponse.of(201, MESSAGE, request), digest(), key))
                .isTrue();
    }

    private byte[] requestBase(String input) throws IOException, InterruptedException {
        return utf8("""
                "@method": PUT
                "@path": /v1/payments/p-000001
                "@query": ?wait=1
                "content-digest": %s
                "authorization": Bearer t
                "@signature-params": %s""".formatted(digest(), input));
    }

    private byte[] responseBase(String asked, String input) throws IOException, InterruptedException {
        return utf8("""
                "@status": 201
                "content-digest": %s
                "signature";req;key="sig1": %s
                "@signature-params": %s""".formatted(digest(), asked.substring("sig1=".length()), input));
    }

    /// Of [#MESSAGE], which is the body of request and response.
    private String digest() throws IOException, InterruptedException {
        Files.write(folder.resolve("body"), MESSAGE);
        openssl(List.of("dgst", "-sha256", "-binary", "-out", "digest", "body"));
        return "sha-256=:" + Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("digest"))) + ":";
    }

    private static String signatureHeader(byte[] der) throws IOException {
        var numbers = StandardDSAEncoding.INSTANCE.decode(LARGEST, der);
        byte[] plain = PlainDSAEncoding.INSTANCE.encode(LARGEST, numbers[0], numbers[1]);
        return "sig1=:" + Base64.getEncoder().encodeToString(plain) + ":";
    }

    private static byte[] der(String header) throws IOException {
        byte[] plain = Base64.getDecoder().decode(header.substring("sig1=:".length(), header.length() - 1));
        var numbers = PlainDSAEncoding.INSTANCE.decode(LARGEST, plain);
        return StandardDSAEncoding.INSTANCE.encode(LARGEST, numbers[0], numbers[1]);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
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

    /// Makes `private.pem`.
    private VerifyingKey generate(Curve curve) throws IOException, InterruptedException {
        String name = curve == Curve.SM2 ? "SM2" : "P-256";
        openssl(List.of("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + name, "-out", "private.pem"));
        openssl(List.of("pkey", "-in", "private.pem", "-pubout", "-outform", "DER", "-out", "public.der"));
        return VerifyingKey.of(Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("public.der"))));
    }

    /// With `private.pem`, in DER.
    private byte[] signature(Curve curve, byte[] message) throws IOException, InterruptedException {
        Files.write(folder.resolve("message"), message);
        openssl(with(curve, "-sign", "-inkey", "private.pem", "-out", "signature"));
        return Files.readAllBytes(folder.resolve("signature"));
    }

    private void assertVerified(SigningKey key, byte[] message, byte[] der) throws IOException, InterruptedException {
        write(
                "public.pem",
                "-----BEGIN PUBLIC KEY-----\n" + key.verifying().encoded() + "\n-----END PUBLIC KEY-----\n");
        Files.write(folder.resolve("message"), message);
        Files.write(folder.resolve("signature"), der);

        var verify =
                with(key.verifying().curve(), "-verify", "-pubin", "-inkey", "public.pem", "-sigfile", "signature");
        assertThat(openssl(verify)).contains("Signature Verified Successfully");
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
        return new OpenSsl(folder).run(arguments);
    }
}
