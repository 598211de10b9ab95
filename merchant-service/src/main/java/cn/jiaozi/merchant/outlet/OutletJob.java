package cn.jiaozi.merchant.outlet;

import cn.jiaozi.chassis.Reannouncing;
import org.springframework.stereotype.Component;

/// Says what of stores can be announced again.
@Component
class OutletJob {
    OutletJob(Reannouncing reannouncing, OutletService outlets) {
        reannouncing.add("store", (_, after, atMost) -> outlets.reannounce(after, atMost));
    }
}
