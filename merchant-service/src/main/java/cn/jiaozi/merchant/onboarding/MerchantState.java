package cn.jiaozi.merchant.onboarding;

import java.util.Set;

/// Where a merchant is in its life. Only one that is ACTIVE is paid; one that is REJECTED or CLOSED never comes back:
/// who wants to sell again applies again and gets another number.
public enum MerchantState {
    /// One operator has applied for it, and another has to review that.
    APPLIED,
    ACTIVE,
    SUSPENDED,
    CLOSED,
    REJECTED;

    public boolean mayBecome(MerchantState next) {
        return switch (this) {
            case APPLIED -> Set.of(ACTIVE, REJECTED).contains(next);
            case ACTIVE -> Set.of(SUSPENDED, CLOSED).contains(next);
            case SUSPENDED -> Set.of(ACTIVE, CLOSED).contains(next);
            case CLOSED, REJECTED -> false;
        };
    }

    /// Whether others have ever heard of it.
    boolean isAnnounced() {
        return this == ACTIVE || this == SUSPENDED || this == CLOSED;
    }
}
