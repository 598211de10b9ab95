package cn.jiaozi.payment.order;

import cn.jiaozi.chassis.Jobs;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Ends open orders whose time has passed; what a payment has claimed it leaves alone.
@Component
class OrderJob {
    OrderJob(Jobs jobs, OrderService orders) {
        jobs.start("order-expiry", Duration.ofSeconds(5), orders::expire);
    }
}
