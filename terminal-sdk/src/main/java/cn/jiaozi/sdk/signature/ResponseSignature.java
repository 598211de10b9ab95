package cn.jiaozi.sdk.signature;

import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.sdk.signature.Form.Parameter;
import java.time.Instant;
import java.util.List;

/// The signature that came with a response, in the form that [ResponseSigner] writes and no other.
///
/// @param parameters the value of `Signature-Input` behind its label
/// @param signature  r and s of 32 bytes each, in base64
public record ResponseSignature(String parameters, Instant created, String keyId, String signature) {
    private static final Form FORM =
            new Form(SignedResponse.COMPONENTS, List.of(), List.of(Parameter.CREATED, Parameter.KEY_ID, Parameter.TAG));

    /// Throws [IllegalArgumentException] for headers of another form, as [RequestSignature#of(String, String)] does.
    public static ResponseSignature of(String signatureInput, String signature) {
        var read = FORM.read(signatureInput, signature);
        return new ResponseSignature(
                read.input(),
                Instant.ofEpochSecond(Long.parseLong(read.value(Parameter.CREATED))),
                read.value(Parameter.KEY_ID),
                read.bytes());
    }

    /// Whether it is that key's over that response, whose digest is the one that the header says.
    public boolean verifies(SignedResponse response, String contentDigest, VerifyingKey key) {
        return key.id().equals(keyId)
                && contentDigest.equals(response.contentDigest())
                && Form.verifies(signature, response.base(parameters), key);
    }
}
