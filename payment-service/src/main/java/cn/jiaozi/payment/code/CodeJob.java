package cn.jiaozi.payment.code;

import cn.jiaozi.chassis.Jobs;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Forgets codes that have long been of no use.
@Component
class CodeJob {
    CodeJob(Jobs jobs, CodeService codes) {
        jobs.start("payment-code", Duration.ofMinutes(10), codes::forget);
    }
}
