package cn.jiaozi.contracts;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.Optional;

/// A public key that requests are signed with, and whose it is. Compacted topics [Topics#TERMINAL_KEY] and
/// [Topics#DEVICE_KEY], keyed by keyId; a consumer ignores a version that is not above the one it has.
///
/// @param keyId     base64url of the SHA-256 of the key's SubjectPublicKeyInfo, without padding
/// @param publicKey SubjectPublicKeyInfo (RFC 5280), DER in base64
/// @param party     the person or the organization in whose name it signs
/// @param terminal  the terminal whose key it is; none for a device of an app
/// @param active    false once it has been revoked, which is for ever
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonTypeName("signer.key.v1")
public record SignerKey(
        String keyId, String publicKey, String party, Optional<Terminal> terminal, boolean active, long version) {
    /// A terminal (受理终端) and the store that it is bound to.
    public record Terminal(String terminalId, String merchantNo, String storeNo) {}
}
