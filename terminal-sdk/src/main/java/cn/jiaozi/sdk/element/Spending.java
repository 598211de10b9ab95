package cn.jiaozi.sdk.element;

import cn.jiaozi.sdk.voucher.Limits;
import java.util.List;
import java.util.Optional;

/// Whether a chip may pay: its rules, in the order in which they are looked at.
///
/// @param balanceFen what the purse holds
/// @param unseen     what it has paid since the bank has seen it
record Spending(long balanceFen, Limits limits, List<Kept> unseen) {
    /// @param pinVerified whether the right PIN was shown
    Optional<Refusal> refusal(long amountFen, boolean pinVerified, Power power) {
        if (amountFen > balanceFen) {
            return Optional.of(Refusal.INSUFFICIENT_FUNDS);
        }
        if (amountFen > limits.singleWithPinFen()) {
            return Optional.of(Refusal.OVER_SINGLE_LIMIT);
        }
        if (amountFen > limits.singleFen() && !pinVerified) {
            return Optional.of(Refusal.PIN_REQUIRED);
        }
        if (paymentsLeft() < 1) {
            return Optional.of(Refusal.TOO_MANY_PAYMENTS);
        }
        if (amountFen > totalLeftFen()) {
            return Optional.of(Refusal.OVER_TOTAL_LIMIT);
        }
        return power == Power.FIELD ? withoutPower(amountFen) : Optional.empty();
    }

    int paymentsLeft() {
        return limits.payments() - unseen.size();
    }

    long totalLeftFen() {
        return limits.totalFen() - sum(unseen);
    }

    private Optional<Refusal> withoutPower(long amountFen) {
        var before = unseen.stream()
                .filter(each -> each.debit().content().poweredOff())
                .toList();
        if (before.size() >= limits.poweredOffPayments()) {
            return Optional.of(Refusal.TOO_MANY_WITHOUT_POWER);
        }
        return amountFen > limits.poweredOffFen() - sum(before)
                ? Optional.of(Refusal.OVER_TOTAL_WITHOUT_POWER)
                : Optional.empty();
    }

    private static long sum(List<Kept> kept) {
        return kept.stream()
                .mapToLong(each -> each.debit().content().amountFen())
                .reduce(0, Math::addExact);
    }
}
