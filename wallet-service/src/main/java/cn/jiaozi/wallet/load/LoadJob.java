package cn.jiaozi.wallet.load;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.chassis.Reannouncing;
import cn.jiaozi.wallet.WalletSettings;
import org.springframework.stereotype.Component;

/// Returns what is left of lost and revoked purses when their time is over.
@Component
class LoadJob {
    LoadJob(Jobs jobs, Reannouncing reannouncing, SettlementService settlements, WalletSettings settings) {
        jobs.start(
                "release-loads",
                settings.sweepEvery(),
                () -> settlements
                        .releaseDue()
                        .repeat()
                        .takeUntil(released -> released == 0)
                        .then());
        reannouncing.add("load", (_, after, atMost) -> settlements.reannounce(after, atMost));
    }
}
