package cn.jiaozi.wallet.purse;

import cn.jiaozi.chassis.Reannouncing;
import org.springframework.stereotype.Component;

/// Says that purses can be announced again.
@Component
class PurseJob {
    PurseJob(Reannouncing reannouncing, PurseService purses) {
        reannouncing.add("purse", (_, after, atMost) -> purses.reannounce(after, atMost));
    }
}
