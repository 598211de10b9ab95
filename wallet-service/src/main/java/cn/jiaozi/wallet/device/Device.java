package cn.jiaozi.wallet.device;

import cn.jiaozi.contracts.SignerKey;
import java.time.Instant;
import java.util.Optional;

/// A device of a customer's app, known by the key that it signs with.
///
/// @param deviceId  the party's own id for it
/// @param keyId     thumbprint of the key
/// @param publicKey SubjectPublicKeyInfo, DER in base64
record Device(
        String party,
        String deviceId,
        String name,
        String keyId,
        String publicKey,
        Instant registeredAt,
        Optional<Instant> revokedAt) {
    DeviceState state() {
        return revokedAt.isPresent() ? DeviceState.REVOKED : DeviceState.ACTIVE;
    }

    /// The same for a repeat.
    Device revoked(Instant at) {
        return new Device(party, deviceId, name, keyId, publicKey, registeredAt, revokedAt.or(() -> Optional.of(at)));
    }

    /// As the gateway knows it. There is nothing after the second version.
    SignerKey signer() {
        return switch (state()) {
            case ACTIVE -> new SignerKey(keyId, publicKey, party, Optional.empty(), true, 1);
            case REVOKED -> new SignerKey(keyId, publicKey, party, Optional.empty(), false, 2);
        };
    }

    /// The first field in which another registration with this id differs, as a JSON pointer. The same key may come
    /// with another signature of itself.
    Optional<String> difference(Device other) {
        if (!name.equals(other.name)) {
            return Optional.of("/name");
        }
        return keyId.equals(other.keyId) ? Optional.empty() : Optional.of("/certificateRequest");
    }
}
