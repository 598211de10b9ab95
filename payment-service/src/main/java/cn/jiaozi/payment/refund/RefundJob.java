package cn.jiaozi.payment.refund;

import cn.jiaozi.chassis.Reannouncing;
import org.springframework.stereotype.Component;

/// Says what of refunds can be announced again; open ones are healed with the payments.
@Component
class RefundJob {
    RefundJob(Reannouncing reannouncing, RefundSettlementService settlements) {
        reannouncing.add("ended refund", settlements::reannounce);
    }
}
