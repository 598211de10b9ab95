package cn.jiaozi.payment.order;

import java.util.Set;

/// Where an order stands. A clock may end an open order and never a claimed one: a requested payment ends by its
/// outcome alone.
public enum OrderState {
    OPEN,
    CLAIMED,
    PAID,
    EXPIRED,
    CLOSED,
    /// Its sale was reversed (冲正), or would have been.
    REVERSED;

    public boolean mayBecome(OrderState next) {
        return switch (this) {
            case OPEN -> Set.of(CLAIMED, EXPIRED, CLOSED, REVERSED).contains(next);
            case CLAIMED -> Set.of(PAID, OPEN, EXPIRED, REVERSED).contains(next);
            case PAID, EXPIRED, CLOSED -> next == REVERSED;
            case REVERSED -> false;
        };
    }
}
