package cn.jiaozi.sdk.signature;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a signature covers of a request. The host is left out on purpose: whoever ends TLS in front of the gateway
/// may call it by another name than the terminal does.
///
/// @param path          as it stands in the request line, not decoded
/// @param query         likewise, without the question mark; empty when there is none
/// @param contentDigest header `Content-Digest` (RFC 9530) over the bytes of the body, also when there are none
/// @param authorization value of that header, so that a signature cannot be used with another token
public record SignedMessage(
        String method, String path, String query, String contentDigest, Optional<String> authorization) {
    static final List<String> COMPONENTS = List.of("\"@method\"", "\"@path\"", "\"@query\"", "\"content-digest\"");
    static final List<String> TOKEN = List.of("\"authorization\"");

    /// The message with the digest of this body.
    public static SignedMessage of(
            String method, String path, String query, byte[] body, Optional<String> authorization) {
        return new SignedMessage(method, path, query, ContentDigest.of(body), authorization);
    }

    /// The covered components in their fixed order, as RFC 9421 writes an inner list.
    String components() {
        return Stream.concat(COMPONENTS.stream(), authorization.stream().flatMap(_ -> TOKEN.stream()))
                .collect(Collectors.joining(" ", "(", ")"));
    }

    /// The signature base (RFC 9421, 2.5).
    ///
    /// @param parameters the value of `Signature-Input` behind its label
    byte[] base(String parameters) {
        var lines = Stream.of(
                List.of(
                        "\"@method\": " + method,
                        "\"@path\": " + path,
                        "\"@query\": ?" + query,
                        "\"content-digest\": " + contentDigest),
                authorization.map(value -> "\"authorization\": " + value).stream()
                        .toList(),
                List.of("\"@signature-params\": " + parameters));
        return lines.flatMap(List::stream).collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
    }
}
