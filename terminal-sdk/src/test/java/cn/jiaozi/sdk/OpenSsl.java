package cn.jiaozi.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.sdk.key.Octets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// OpenSSL in a folder of its own, as a second voice that shares no code with us.
public record OpenSsl(Path folder) {
    private static final int HALF = 32;

    /// What it says; fails when it is not content.
    public String run(List<String> arguments) throws IOException, InterruptedException {
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

    /// Asserts that the holder of a certificate has signed a message, r and s being 32 bytes each.
    public void assertSigned(String certificate, byte[] message, byte[] signature)
            throws IOException, InterruptedException {
        Files.write(folder.resolve("message"), message);
        Files.writeString(
                folder.resolve("signature.cnf"),
                "asn1=SEQUENCE:s\n[s]\nr=INTEGER:0x%s\ns=INTEGER:0x%s\n"
                        .formatted(hex(signature, 0, HALF), hex(signature, HALF, 2 * HALF)));
        run(List.of("asn1parse", "-genconf", "signature.cnf", "-noout", "-out", "signature.der"));
        var verify = List.of(
                "pkeyutl",
                "-verify",
                "-certin",
                "-inkey",
                certificate,
                "-rawin",
                "-in",
                "message",
                "-digest",
                "sm3",
                "-pkeyopt",
                "distid:1234567812345678",
                "-sigfile",
                "signature.der");
        assertThat(run(verify)).contains("Signature Verified Successfully");
    }

    public String sm3(byte[] message) throws IOException, InterruptedException {
        Files.write(folder.resolve("message"), message);
        return run(List.of("dgst", "-sm3", "-r", "message")).split(" ", 2)[0];
    }

    private static String hex(byte[] bytes, int from, int to) {
        return Octets.of(Arrays.copyOfRange(bytes, from, to)).hex();
    }
}
