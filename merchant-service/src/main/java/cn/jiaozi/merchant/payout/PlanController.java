package cn.jiaozi.merchant.payout;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Parameters;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.merchant.payout.PayoutPlan.Terms;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/v1/merchants/{merchantNo}/payout-plans")
class PlanController {
    private final PlanService plans;

    PlanController(PlanService plans) {
        this.plans = plans;
    }

    record PlanView(
            String merchantNo,
            LocalDate effectiveOn,
            @JsonUnwrapped Terms terms,
            String putBy,
            Instant putAt) {
        static PlanView of(PayoutPlan plan) {
            return new PlanView(plan.merchantNo(), plan.effectiveOn(), plan.terms(), plan.putBy(), plan.putAt());
        }
    }

    /// The latest first; without any, nothing is paid out.
    record PlanList(List<PlanView> plans) {}

    @PutMapping("/{effectiveOn}")
    Mono<ResponseEntity<PlanView>> put(
            @PathVariable @Pattern(regexp = "[0-9]{15}") String merchantNo,
            @PathVariable String effectiveOn,
            @Valid @RequestBody Terms terms,
            Caller caller) {
        caller.require(Role.OPERATOR);
        return plans.put(caller, merchantNo, Parameters.date("effectiveOn", effectiveOn), terms)
                .map(put -> ResponseEntity.status(put.existed() ? HttpStatus.OK : HttpStatus.CREATED)
                        .body(PlanView.of(put.plan())));
    }

    @GetMapping
    Mono<PlanList> list(@PathVariable @Pattern(regexp = "[0-9]{15}") String merchantNo, Caller caller) {
        return plans.plans(caller, merchantNo)
                .map(found -> new PlanList(found.stream().map(PlanView::of).toList()));
    }
}
