package cn.jiaozi.payment.timeline;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.payment.payment.ReadingService;
import cn.jiaozi.payment.refund.RefundService;
import jakarta.validation.constraints.Pattern;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class TimelineController {
    private final ReadingService reading;
    private final RefundService refunds;

    TimelineController(ReadingService reading, RefundService refunds) {
        this.reading = reading;
        this.refunds = refunds;
    }

    @GetMapping("/v1/payments/{id}/timeline")
    Mono<Timeline> get(@PathVariable @Pattern(regexp = ReadingService.EITHER_ID) String id, Caller caller) {
        return reading.findWhole(caller, id)
                .flatMap(payment -> refunds.of(payment.id()).collectList().map(found -> Timeline.of(payment, found)));
    }
}
