package cn.jiaozi.merchant.terminal;

import java.util.Set;

/// Where a terminal is in its life. A deactivated one never comes back: its device is bound anew (换绑), as another
/// terminal with another key.
public enum TerminalState {
    /// Stands in a store and has no key yet.
    BOUND,
    /// Signs with its key.
    ACTIVE,
    DEACTIVATED;

    public boolean mayBecome(TerminalState next) {
        return switch (this) {
            case BOUND -> Set.of(ACTIVE, DEACTIVATED).contains(next);
            case ACTIVE -> next == DEACTIVATED;
            case DEACTIVATED -> false;
        };
    }
}
