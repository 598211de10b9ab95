package cn.jiaozi.local.token;

import cn.jiaozi.sdk.key.SigningKey;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Supplier;

/// Secrets of the local suite: made once, kept in its data folder, readable by their owner alone.
public final class KeyFiles {
    private KeyFiles() {}

    /// A private EC P-256 key as a JWK.
    public static ECKey ecKey(Path file) {
        try {
            return ECKey.parse(
                    keep(file, () -> newEcKey(UUID.randomUUID().toString()).toJSONString()));
        } catch (ParseException e) {
            throw new IllegalStateException(file + " is not a key", e);
        }
    }

    /// The private key as PKCS #8 in base64, on one line.
    public static String pkcs8(ECKey key) {
        try {
            return Base64.getEncoder().encodeToString(key.toECPrivateKey().getEncoded());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A private SM2 key as PKCS #8 in base64, on one line.
    public static String sm2Key(Path file) {
        return keep(file, () -> SigningKey.generate(cn.jiaozi.sdk.key.Curve.SM2).encoded());
    }

    /// Random bytes as hexadecimal digits.
    public static String hex(Path file, int bytes) {
        return keep(file, () -> {
            var random = new byte[bytes];
            new SecureRandom().nextBytes(random);
            return HexFormat.of().formatHex(random);
        });
    }

    static ECKey newEcKey(String keyId) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(keyId)
                    .keyUse(KeyUse.SIGNATURE)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String keep(Path file, Supplier<String> fresh) {
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                var half = file.resolveSibling(file.getFileName() + ".new");
                Files.deleteIfExists(half);
                Files.createFile(
                        half, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(half, fresh.get());
                Files.move(half, file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
