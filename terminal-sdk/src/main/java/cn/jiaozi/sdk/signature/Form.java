package cn.jiaozi.sdk.signature;

import cn.jiaozi.sdk.key.FixedLength;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.key.VerifyingKey;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The one form of `Signature-Input` and `Signature` on a request or on a response: a label, components and parameters
/// in a fixed order. Whatever else RFC 9421 allows is refused, so that an attacker has nothing to choose.
///
/// @param components identifiers as they stand in the inner list, quotation marks and all
/// @param token      those that follow when a token came along, and only then
record Form(List<String> components, List<String> token, List<Parameter> parameters) {
    static final String LABEL = "sig1";
    static final String TAG = "jiaozi";

    private static final Pattern INPUT =
            Pattern.compile(LABEL + "=(?<all>\\((?<components>[^()]*)\\)(?<parameters>.*))");
    private static final Pattern VALUE = Pattern.compile(LABEL + "=:(?<bytes>[0-9A-Za-z+/]{86}==):");

    enum Parameter {
        CREATED("created", "([0-9]{1,12})", "1 to 12 digits"),
        KEY_ID("keyid", "\"([0-9A-Za-z_-]{43})\"", "the thumbprint of a key"),
        NONCE("nonce", "\"([0-9A-Za-z_-]{22,64})\"", "22 to 64 characters of base64url"),
        TAG("tag", "\"(" + Form.TAG + ")\"", "\"" + Form.TAG + "\"");

        private final String start;
        private final String label;
        private final Pattern pattern;
        private final String expected;

        Parameter(String label, String value, String expected) {
            this.label = label;
            this.start = ";" + label + "=";
            this.pattern = Pattern.compile(start + value);
            this.expected = expected;
        }
    }

    /// What the headers say.
    ///
    /// @param input value of `Signature-Input` behind its label
    /// @param bytes base64
    record Read(String input, Map<Parameter, String> values, String bytes) {
        String value(Parameter parameter) {
            return values.getOrDefault(parameter, "");
        }
    }

    /// Throws [IllegalArgumentException], which says in what the headers are of another form.
    Read read(String signatureInput, String signature) {
        var input = INPUT.matcher(signatureInput);
        if (!input.matches()) {
            throw refused("Signature-Input is not one member " + LABEL + " with a list of components");
        }
        check(List.of(input.group("components").split(" ", -1)));
        var values = values(input.group("parameters"));
        var value = VALUE.matcher(signature);
        if (!value.matches()) {
            throw refused("Signature is not one member " + LABEL + " of 64 bytes");
        }
        return new Read(input.group("all"), values, value.group("bytes"));
    }

    /// The three headers of a signature.
    static Map<String, String> headers(String contentDigest, String input, byte[] base, SigningKey key) {
        byte[] signature = FixedLength.of(key.sign(base));
        return Map.of(
                "Content-Digest",
                contentDigest,
                "Signature-Input",
                LABEL + "=" + input,
                "Signature",
                LABEL + "=:" + Base64.getEncoder().encodeToString(signature) + ":");
    }

    /// @param bytes base64
    static boolean verifies(String bytes, byte[] base, VerifyingKey key) {
        return FixedLength.toDer(Base64.getDecoder().decode(bytes))
                .filter(der -> key.verifies(base, der))
                .isPresent();
    }

    private void check(List<String> covered) {
        for (String component : components) {
            if (!covered.contains(component)) {
                throw refused("Signature-Input does not cover " + component);
            }
        }
        int fixed = components.size();
        if (!covered.subList(0, fixed).equals(components)) {
            throw refused("Signature-Input covers its components in another order");
        }
        var rest = covered.subList(fixed, covered.size());
        if (!rest.isEmpty() && !rest.equals(token)) {
            throw refused("Signature-Input covers more than is expected here");
        }
    }

    private Map<Parameter, String> values(String text) {
        var values = new EnumMap<Parameter, String>(Parameter.class);
        int at = 0;
        for (Parameter parameter : parameters) {
            var found = parameter.pattern.matcher(text).region(at, text.length());
            if (!found.lookingAt()) {
                throw refused("Signature-Input: " + parameter.label
                        + (text.contains(parameter.start)
                                ? " is not " + parameter.expected + ", or not in its place"
                                : " is missing"));
            }
            values.put(parameter, found.group(1));
            at = found.end();
        }
        if (at < text.length()) {
            throw refused("Signature-Input has more than its parameters");
        }
        return values;
    }

    private static IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException(reason);
    }
}
