package cn.jiaozi.merchant.terminal;

import java.util.Set;

/// Where a terminal is in its life. A deactivated one never comes back: its device is bound anew (换绑), as another
/// terminal with another key.
public enum TerminalState {
    /// Stands in a store and has no key yet.
    BOUND,
    /// Signs with its key.
    ACTIVE,
    /// Has brought vouchers that no honest terminal has. It signs, so that what it has taken is paid, and is not
    /// certified again until an operator takes it back.
    SUSPENDED,
    DEACTIVATED;

    public boolean mayBecome(TerminalState next) {
        return switch (this) {
            case BOUND -> Set.of(ACTIVE, DEACTIVATED).contains(next);
            case ACTIVE -> Set.of(SUSPENDED, DEACTIVATED).contains(next);
            case SUSPENDED -> Set.of(ACTIVE, DEACTIVATED).contains(next);
            case DEACTIVATED -> false;
        };
    }

    /// Whether its key counts.
    boolean signs() {
        return this == ACTIVE || this == SUSPENDED;
    }
}
