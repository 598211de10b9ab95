package cn.jiaozi.wallet.revocation;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.chassis.Reannouncing;
import cn.jiaozi.wallet.WalletSettings;
import org.springframework.stereotype.Component;

@Component
class RevocationJob {
    RevocationJob(Jobs jobs, Reannouncing reannouncing, RevocationService revocations, WalletSettings settings) {
        jobs.start(
                "revocation-list",
                settings.sweepEvery(),
                () -> revocations.makeIfDue().then());
        reannouncing.add("revocation list", (_, after, atMost) -> revocations.reannounce(after, atMost));
    }
}
