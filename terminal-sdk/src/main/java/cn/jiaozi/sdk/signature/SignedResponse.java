package cn.jiaozi.sdk.signature;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a signature covers of a response: status, body, and the signature of the request that it answers (RFC 9421,
/// 2.4), so that it answers no other one. A request without a signature therefore has no signed response.
///
/// @param status           three digits
/// @param contentDigest    header `Content-Digest` (RFC 9530) over the bytes of the body, also when there are none
/// @param requestSignature r and s of the request's signature, in base64
public record SignedResponse(int status, String contentDigest, String requestSignature) {
    static final List<String> COMPONENTS =
            List.of("\"@status\"", "\"content-digest\"", "\"signature\";req;key=\"" + Form.LABEL + "\"");

    /// The response with this body to the request that had this signature.
    public static SignedResponse of(int status, byte[] body, RequestSignature request) {
        return new SignedResponse(status, ContentDigest.of(body), request.signature());
    }

    String components() {
        return "(" + String.join(" ", COMPONENTS) + ")";
    }

    /// The signature base (RFC 9421, 2.5).
    ///
    /// @param parameters the value of `Signature-Input` behind its label
    byte[] base(String parameters) {
        return """
                "@status": %d
                "content-digest": %s
                "signature";req;key="%s": :%s:
                "@signature-params": %s""".formatted(status, contentDigest, Form.LABEL, requestSignature, parameters)
                .getBytes(StandardCharsets.UTF_8);
    }
}
