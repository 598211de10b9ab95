package cn.jiaozi.wallet.vault;

/// A public key as a JWK (RFC 7517).
///
/// @param kid its thumbprint (RFC 7638), so that an app can know it beforehand
public record PinKey(String kty, String crv, String x, String y, String use, String alg, String kid) {}
