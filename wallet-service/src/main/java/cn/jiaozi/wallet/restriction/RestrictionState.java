package cn.jiaozi.wallet.restriction;

/// A restriction counts from the moment it is asked for until the ledger has confirmed that it is gone.
public enum RestrictionState {
    REQUESTED,
    IN_FORCE,
    RELEASING,
    RELEASED;

    public boolean mayBecome(RestrictionState next) {
        return switch (this) {
            case REQUESTED -> next == IN_FORCE || next == RELEASING;
            case IN_FORCE -> next == RELEASING;
            case RELEASING -> next == RELEASED;
            case RELEASED -> false;
        };
    }
}
