package cn.jiaozi.sdk.signature;

import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.sdk.signature.Form.Parameter;
import java.time.Instant;
import java.util.List;

/// The signature that came with a request, in the form that [RequestSigner] writes and no other.
///
/// @param parameters the value of `Signature-Input` behind its label
/// @param nonce      base64url, 22 to 64 characters
/// @param signature  r and s of 32 bytes each, in base64
public record RequestSignature(String parameters, Instant created, String keyId, String nonce, String signature) {
    private static final Form FORM = new Form(
            SignedMessage.COMPONENTS,
            SignedMessage.TOKEN,
            List.of(Parameter.CREATED, Parameter.KEY_ID, Parameter.NONCE, Parameter.TAG));

    /// Throws [IllegalArgumentException] for headers of another form, and says in what they are: not the one member, a
    /// component that is not covered, a parameter that is missing or of another form, something more.
    public static RequestSignature of(String signatureInput, String signature) {
        var read = FORM.read(signatureInput, signature);
        return new RequestSignature(
                read.input(),
                Instant.ofEpochSecond(Long.parseLong(read.value(Parameter.CREATED))),
                read.value(Parameter.KEY_ID),
                read.value(Parameter.NONCE),
                read.bytes());
    }

    /// Whether it is that key's over that message, whose digest is the one that the header says. A token must be
    /// covered when there is one, and only then.
    public boolean verifies(SignedMessage message, String contentDigest, VerifyingKey key) {
        return key.id().equals(keyId)
                && parameters.startsWith(message.components() + ";")
                && contentDigest.equals(message.contentDigest())
                && Form.verifies(signature, message.base(parameters), key);
    }
}
