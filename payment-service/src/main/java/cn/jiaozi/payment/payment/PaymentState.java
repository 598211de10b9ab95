package cn.jiaozi.payment.payment;

import java.util.Set;

/// Where a payment, or a refund, stands. How much of a payment was refunded is a number, not a state.
public enum PaymentState {
    REQUESTED,
    SUCCEEDED,
    FAILED;

    public boolean mayBecome(PaymentState next) {
        return switch (this) {
            case REQUESTED -> Set.of(SUCCEEDED, FAILED).contains(next);
            case SUCCEEDED, FAILED -> false;
        };
    }

    public boolean isFinal() {
        return this != REQUESTED;
    }
}
