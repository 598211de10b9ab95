package cn.jiaozi.wallet.opening;

import java.util.Set;

/// Where a wallet is in its life. Restrictions are not states: they stack.
public enum WalletState {
    /// Asked for; usable when the bank account is verified and the ledger has opened the account and set the cap.
    OPENING,
    ACTIVE,
    REJECTED;

    public boolean mayBecome(WalletState next) {
        return switch (this) {
            case OPENING -> Set.of(ACTIVE, REJECTED).contains(next);
            case ACTIVE, REJECTED -> false;
        };
    }
}
