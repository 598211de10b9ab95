package cn.jiaozi.wallet.authorization;

/// What became of a requested transfer. An end is moved to once and never left; a RELEASED one is never decided again.
enum AuthorizationState {
    /// The ledger is asked; the amount counts towards the limits.
    AUTHORIZED,
    SETTLED,
    /// The ledger rejected; the amount was given back to the day that it had counted on.
    RELEASED,
    /// Nothing reached the ledger.
    REFUSED;

    boolean mayBecome(AuthorizationState next) {
        return switch (this) {
            case AUTHORIZED -> next == SETTLED || next == RELEASED;
            case SETTLED, RELEASED, REFUSED -> false;
        };
    }
}
