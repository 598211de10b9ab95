package cn.jiaozi.wallet.limit;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/// All policies, and which of them is in force on a day.
public record LimitPolicies(List<LimitPolicy> all) {
    /// The latest one that has taken effect by that day.
    public LimitPolicy inForce(WalletClass walletClass, LocalDate on) {
        return all.stream()
                .filter(policy -> policy.walletClass() == walletClass
                        && !policy.effectiveOn().isAfter(on))
                .max(Comparator.comparing(LimitPolicy::effectiveOn))
                .orElseThrow(() -> new IllegalStateException("no policy for " + walletClass + " on " + on));
    }
}
