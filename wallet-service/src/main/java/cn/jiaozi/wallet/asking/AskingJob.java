package cn.jiaozi.wallet.asking;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.wallet.WalletSettings;
import org.springframework.stereotype.Component;

@Component
class AskingJob {
    AskingJob(Jobs jobs, AskingService asking, WalletSettings settings) {
        jobs.start(
                "ask-again",
                settings.sweepEvery(),
                () -> asking.askAgain().repeat().takeUntil(asked -> asked == 0).then());
    }
}
