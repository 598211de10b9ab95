package cn.jiaozi.wallet.load;

import cn.jiaozi.sdk.voucher.Limits;
import cn.jiaozi.wallet.Chip;
import cn.jiaozi.wallet.purse.PurseFixture;
import java.util.Optional;

/// Loads for rule tests.
final class LoadFixture {
    static final Limits LIMITS = new Limits(1, 100_000, 20_000, 50_000, 20, 100_000, 5, 30_000);

    private LoadFixture() {}

    /// The second one, of 30 000 fen behind seven debits; open.
    static Load aLoad() {
        return new Load(
                PurseFixture.PURSE,
                2,
                "0020000000000014",
                30_000,
                new Point(7, Chip.head(7)),
                LIMITS,
                PurseFixture.NOW,
                Optional.empty(),
                false,
                0,
                Optional.empty(),
                Optional.empty(),
                1);
    }

    static Load aClosedLoad(long remainderFen) {
        return aLoad().closed(new Closing(new Point(8, Chip.head(8)), remainderFen, "statement", PurseFixture.NOW));
    }
}
