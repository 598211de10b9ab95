package cn.jiaozi.merchant.onboarding;

import cn.jiaozi.chassis.Reannouncing;
import org.springframework.stereotype.Component;

/// Says what of merchants can be announced again.
@Component
class MerchantJob {
    MerchantJob(Reannouncing reannouncing, MerchantService merchants) {
        reannouncing.add("merchant", (_, after, atMost) -> merchants.reannounce(after, atMost));
    }
}
