package cn.jiaozi.sdk.client;

import java.io.Serial;

/// No reply came, after all retries. Whether the act was begun is not known; the same call with the same id finds out.
public final class NoReply extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    NoReply(String message, Throwable cause) {
        super(message, cause);
    }
}
