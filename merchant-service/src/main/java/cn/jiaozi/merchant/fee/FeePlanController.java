package cn.jiaozi.merchant.fee;

import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Parameters;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/v1/merchants/{merchantNo}/fee-plans")
class FeePlanController {
    private static final String UUID_FORM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final UUID START = new UUID(0, 0);

    private final FeePlanService plans;

    FeePlanController(FeePlanService plans) {
        this.plans = plans;
    }

    /// @param planId what was looked at; should another one have taken its place, nothing is decided
    record DecisionRequest(@Pattern(regexp = UUID_FORM) String planId) {}

    @PutMapping("/{effectiveOn}")
    Mono<ResponseEntity<FeePlanView>> put(
            @PathVariable @Pattern(regexp = "[0-9]{15}") String merchantNo,
            @PathVariable String effectiveOn,
            @Valid @RequestBody Terms terms,
            Caller caller) {
        caller.require(Role.OPERATOR);
        return plans.propose(caller, merchantNo, Parameters.date("effectiveOn", effectiveOn), terms)
                .map(FeePlanController::answer);
    }

    @PutMapping("/{effectiveOn}/approval")
    Mono<ResponseEntity<FeePlanView>> approve(
            @PathVariable @Pattern(regexp = "[0-9]{15}") String merchantNo,
            @PathVariable String effectiveOn,
            @Valid @RequestBody DecisionRequest decision,
            Caller caller) {
        return decide(merchantNo, effectiveOn, decision, PlanState.APPROVED, caller);
    }

    @PutMapping("/{effectiveOn}/rejection")
    Mono<ResponseEntity<FeePlanView>> reject(
            @PathVariable @Pattern(regexp = "[0-9]{15}") String merchantNo,
            @PathVariable String effectiveOn,
            @Valid @RequestBody DecisionRequest decision,
            Caller caller) {
        return decide(merchantNo, effectiveOn, decision, PlanState.REJECTED, caller);
    }

    @GetMapping
    Mono<FeePlanPage> list(
            @PathVariable @Pattern(regexp = "[0-9]{15}") String merchantNo,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            Caller caller) {
        return plans.page(caller, merchantNo, after(cursor), limit + 1)
                .map(oneMore -> FeePlanPage.of(oneMore, limit, caller.is(Role.OPERATOR)));
    }

    private Mono<ResponseEntity<FeePlanView>> decide(
            String merchantNo, String effectiveOn, DecisionRequest decision, PlanState verdict, Caller caller) {
        caller.require(Role.OPERATOR);
        return plans.decide(
                        caller,
                        merchantNo,
                        Parameters.date("effectiveOn", effectiveOn),
                        UUID.fromString(decision.planId()),
                        verdict)
                .map(FeePlanController::answer);
    }

    /// Open as long as nobody has decided it.
    private static ResponseEntity<FeePlanView> answer(Begun<Plan> begun) {
        var status = begun.act().isOpen() ? HttpStatus.ACCEPTED : begun.existed() ? HttpStatus.OK : HttpStatus.CREATED;
        return ResponseEntity.status(status).body(FeePlanView.of(begun.act(), true));
    }

    private static UUID after(@Nullable String cursor) {
        if (cursor == null) {
            return START;
        }
        if (!cursor.matches(UUID_FORM)) {
            throw Problem.badRequest("cursor", "is not one of ours");
        }
        return UUID.fromString(cursor);
    }
}
