package cn.jiaozi.wallet.opening;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.wallet.WalletSettings;
import cn.jiaozi.wallet.limit.WalletClass;
import java.util.Arrays;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

@Component
class CapJob {
    CapJob(Jobs jobs, CapService caps, WalletSettings settings) {
        jobs.start(
                "cap",
                settings.sweepEvery(),
                () -> Flux.fromIterable(Arrays.asList(WalletClass.values()))
                        .concatMap(walletClass ->
                                caps.bring(walletClass).repeat().takeUntil(brought -> brought < CapService.ROUND))
                        .then());
    }
}
