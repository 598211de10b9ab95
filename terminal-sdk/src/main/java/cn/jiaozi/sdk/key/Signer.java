package cn.jiaozi.sdk.key;

/// Whoever signs with a private key, wherever that is: in memory ([SigningKey]), in a chip, in an HSM.
public interface Signer {
    VerifyingKey verifying();

    /// The signature over a message, as ASN.1 DER of r and s.
    byte[] sign(byte[] message);
}
