package cn.jiaozi.wallet.recovery;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.wallet.WalletSettings;
import org.springframework.stereotype.Component;

@Component
class RecoveryJob {
    RecoveryJob(Jobs jobs, RecoveryService recoveries, WalletSettings settings) {
        jobs.start(
                "recover-again",
                settings.sweepEvery(),
                () -> recoveries
                        .tryAgain()
                        .repeat()
                        .takeUntil(asked -> asked == 0)
                        .then());
    }
}
