package cn.jiaozi.wallet.device;

import cn.jiaozi.chassis.Reannouncing;
import org.springframework.stereotype.Component;

/// Says that devices' keys can be announced again.
@Component
class DeviceJob {
    DeviceJob(Reannouncing reannouncing, DeviceService devices) {
        reannouncing.add("device key", (_, after, atMost) -> devices.reannounce(after, atMost));
    }
}
