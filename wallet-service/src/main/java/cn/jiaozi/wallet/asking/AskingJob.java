package cn.jiaozi.wallet.asking;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.chassis.Reannouncing;
import cn.jiaozi.chassis.Reannouncing.Page;
import cn.jiaozi.wallet.WalletSettings;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class AskingJob {
    private static final String ALL = "all";

    AskingJob(Jobs jobs, Reannouncing reannouncing, AskingService asking, WalletSettings settings) {
        var job = jobs.start(
                "ask-again",
                settings.sweepEvery(),
                () -> asking.askAgain().repeat().takeUntil(asked -> asked == 0).then());
        reannouncing.add(
                "unanswered step",
                (_, after, _) -> after.equals(ALL)
                        ? Mono.empty()
                        : asking.hasten()
                                .map(hastened -> new Page(ALL, hastened))
                                .doOnNext(_ -> job.wake()));
    }
}
