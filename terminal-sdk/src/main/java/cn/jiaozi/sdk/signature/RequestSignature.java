package cn.jiaozi.sdk.signature;

import cn.jiaozi.sdk.key.VerifyingKey;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;

/// The signature that came with a request, in the form that [RequestSigner] writes: one label, fixed components in a
/// fixed order, fixed parameters. Whatever else RFC 9421 allows is refused, so there is nothing to choose for
/// whoever would attack it.
///
/// @param parameters the value of `Signature-Input` behind its label
/// @param nonce      base64url, 22 to 64 characters
public record RequestSignature(String parameters, Instant created, String keyId, String nonce, String signature) {
    static final String LABEL = "sig1";
    static final String TAG = "jiaozi";

    private static final Pattern INPUT = Pattern.compile(LABEL
            + "=(?<parameters>\\(\"@method\" \"@path\" \"@query\" \"content-digest\"(?: \"authorization\")?\\)"
            + ";created=(?<created>[0-9]{1,12});keyid=\"(?<key>[0-9A-Za-z_-]{43})\""
            + ";nonce=\"(?<nonce>[0-9A-Za-z_-]{22,64})\";tag=\"" + TAG + "\")");
    private static final Pattern VALUE = Pattern.compile(LABEL + "=:(?<bytes>[0-9A-Za-z+/]{86}==):");

    /// Throws [IllegalArgumentException] for headers of another form.
    public static RequestSignature of(String signatureInput, String signature) {
        var input = INPUT.matcher(signatureInput);
        if (!input.matches()) {
            throw new IllegalArgumentException("Signature-Input is not of the form that is expected here");
        }
        var value = VALUE.matcher(signature);
        if (!value.matches()) {
            throw new IllegalArgumentException("Signature is not of the form that is expected here");
        }
        return new RequestSignature(
                input.group("parameters"),
                Instant.ofEpochSecond(Long.parseLong(input.group("created"))),
                input.group("key"),
                input.group("nonce"),
                value.group("bytes"));
    }

    /// Whether it is that key's over that message, whose digest is the one that the header says. A token must be
    /// covered when there is one, and only then.
    public boolean verifies(SignedMessage message, String contentDigest, VerifyingKey key) {
        return key.id().equals(keyId)
                && parameters.startsWith(message.components() + ";")
                && contentDigest.equals(message.contentDigest())
                && FixedLength.toDer(Base64.getDecoder().decode(signature))
                        .filter(der -> key.verifies(message.base(parameters), der))
                        .isPresent();
    }
}
