package cn.jiaozi.merchant.terminal;

import java.time.Instant;

/// The one key that a terminal ever has.
///
/// @param keyId     thumbprint of the key, as in [cn.jiaozi.contracts.SignerKey]
/// @param publicKey SubjectPublicKeyInfo, DER in base64
/// @param actId     of the activation that registered it
public record TerminalKey(String keyId, String publicKey, String actId, Instant registeredAt) {}
