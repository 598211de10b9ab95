package cn.jiaozi.wallet.recovery;

import cn.jiaozi.contracts.PaymentEvent.VouchersSettled;
import cn.jiaozi.contracts.WalletParty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/// Settled vouchers that a reserve has not covered.
final class RecoveryFixture {
    static final String PURSE = "P7Q2M4X9K1B6T3D8";

    private RecoveryFixture() {}

    static VouchersSettled settled(String walletId, long receivableFen) {
        return new VouchersSettled(
                "vouchers:" + UUID.randomUUID(),
                PURSE,
                1,
                new WalletParty(walletId, "002"),
                new WalletParty("0023000000000025", "002"),
                Optional.empty(),
                1,
                700,
                receivableFen,
                LocalDate.of(2026, 11, 24),
                Instant.now());
    }
}
