package cn.jiaozi.payment.payment;

import cn.jiaozi.contracts.Reason;

/// A reason in words, for people.
public record ReasonText(String en, String zh) {
    public static ReasonText of(Reason reason) {
        return new ReasonText(reason.en(), reason.zh());
    }
}
