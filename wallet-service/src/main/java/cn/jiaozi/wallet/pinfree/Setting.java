package cn.jiaozi.wallet.pinfree;

import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.Reason;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Optional;
import java.util.Set;

/// What a customer wants. 0 switches off.
record Setting(
        @PositiveOrZero long singleFen, @PositiveOrZero long dailyFen) {
    static final Setting OFF = new Setting(0, 0);

    /// Whoever has the token alone may make the wallet safer, and nothing else.
    Optional<Reason> refusal(Setting wanted, Set<AuthFactor> factors) {
        boolean raises = wanted.singleFen > singleFen || wanted.dailyFen > dailyFen;
        return raises && !factors.contains(AuthFactor.DEVICE_KEY)
                ? Optional.of(Reason.AUTH_FACTOR_MISSING)
                : Optional.empty();
    }
}
