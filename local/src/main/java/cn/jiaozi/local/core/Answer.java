package cn.jiaozi.local.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The final answer to a transfer; the same for every repeat of its request id.
record Answer(String requestId, State state, @Nullable Reason reason, String bankRef, Instant bookedAt) {
    enum State {
        DONE,
        REFUSED
    }

    enum Reason {
        INSUFFICIENT_FUNDS,
        ACCOUNT_NOT_FOUND,
        ACCOUNT_FROZEN,
        CARD_EXPIRED
    }
}
