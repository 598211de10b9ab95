package cn.jiaozi.sdk.client;

import java.io.Serial;

/// A reply came that the gateway has not signed, or not for this request: as if none had come, and somebody should look
/// why.
public final class UntrustedReply extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    UntrustedReply(String message) {
        super(message);
    }
}
