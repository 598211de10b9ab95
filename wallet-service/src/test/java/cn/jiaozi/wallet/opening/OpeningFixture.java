package cn.jiaozi.wallet.opening;

import cn.jiaozi.wallet.limit.WalletClass;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// Wallets for rule tests.
public final class OpeningFixture {
    public static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");

    private OpeningFixture() {}

    public static Wallet aWallet(String walletId, WalletClass walletClass, String owner) {
        return aWallet(walletId, walletClass, owner, WalletState.ACTIVE);
    }

    public static Wallet aWallet(String walletId, WalletClass walletClass, String owner, WalletState state) {
        boolean isActive = state == WalletState.ACTIVE;
        return new Wallet(
                walletId,
                walletClass,
                state,
                Optional.empty(),
                owner,
                owner,
                "open-" + walletId,
                "002",
                "0001",
                isActive,
                isActive,
                LocalDate.of(2026, 1, 1),
                1,
                isActive ? 1 : 0,
                NOW,
                isActive ? Optional.of(NOW) : Optional.empty(),
                Optional.empty(),
                0);
    }
}
