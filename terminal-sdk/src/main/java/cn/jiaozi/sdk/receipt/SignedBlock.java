package cn.jiaozi.sdk.receipt;

import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.key.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The header of a block with the operator's signature over its text, as in JSON.
///
/// @param header    text of a [BlockText]
/// @param signature over the bytes of the text, ASN.1 DER of r and s in base64; SM2 with SM3 or ECDSA with
/// SHA-256, as                  the key's [cn.jiaozi.sdk.key.Curve] says
public record SignedBlock(String header, String signature) {
    /// Throws [IllegalArgumentException] when the header names another key.
    public static SignedBlock of(BlockText block, SigningKey operator) {
        Texts.check(block.key().equals(operator.id()), "The header names another key");
        var text = block.text();
        return new SignedBlock(
                text, Base64.getEncoder().encodeToString(operator.sign(text.getBytes(StandardCharsets.US_ASCII))));
    }

    static SignedBlock read(Json json) {
        return new SignedBlock(json.string("header"), json.string("signature"));
    }

    /// Throws [IllegalArgumentException] when the header is not the text of one.
    public BlockText block() {
        return BlockText.parse(header);
    }

    /// Whether the signature is this key's over the header; false also for what is no signature.
    public boolean isSignedBy(VerifyingKey operator) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException _) {
            return false;
        }
        return operator.verifies(header.getBytes(StandardCharsets.UTF_8), bytes);
    }
}
