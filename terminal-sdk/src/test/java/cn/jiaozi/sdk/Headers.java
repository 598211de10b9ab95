package cn.jiaozi.sdk;

import java.util.Map;

/// What a signer wants to be sent along.
final class Headers {
    private Headers() {}

    /// Empty when it is not there.
    static String header(Map<String, String> headers, String name) {
        return headers.getOrDefault(name, "");
    }
}
