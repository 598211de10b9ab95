package cn.jiaozi.merchant.standing;

import cn.jiaozi.chassis.Acts;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.merchant.onboarding.MerchantView;
import cn.jiaozi.merchant.standing.StandingRules.StandingAct;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/// Each answers 201 when it has moved the merchant, and 200 when the merchant stood there already, whatever was said
/// then.
@RestController
@RequestMapping("/v1/merchants/{merchantNo}")
class StandingController {
    private static final String MERCHANT_NO = "[0-9]{15}";

    private final StandingService standing;
    private final Acts acts;

    StandingController(StandingService standing, Acts acts) {
        this.standing = standing;
        this.acts = acts;
    }

    record StandingRequest(
            @Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{1,200}") String reason) {}

    @PutMapping("/suspension")
    Mono<ResponseEntity<MerchantView>> suspend(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @Valid @RequestBody StandingRequest request,
            Caller caller) {
        return act(caller, prefer, merchantNo, StandingAct.SUSPENSION, request);
    }

    @PutMapping("/reinstatement")
    Mono<ResponseEntity<MerchantView>> reinstate(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @Valid @RequestBody StandingRequest request,
            Caller caller) {
        return act(caller, prefer, merchantNo, StandingAct.REINSTATEMENT, request);
    }

    @PutMapping("/closing")
    Mono<ResponseEntity<MerchantView>> close(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @Valid @RequestBody StandingRequest request,
            Caller caller) {
        return act(caller, prefer, merchantNo, StandingAct.CLOSING, request);
    }

    private Mono<ResponseEntity<MerchantView>> act(
            Caller caller, @Nullable String prefer, String merchantNo, StandingAct act, StandingRequest request) {
        caller.require(Role.OPERATOR);
        return acts.put(prefer, standing.act(caller, merchantNo, act, request.reason()), Mono::just)
                .map(answer -> ResponseEntity.status(answer.getStatusCode())
                        .headers(answer.getHeaders())
                        .body(MerchantView.of(Objects.requireNonNull(answer.getBody()), caller)));
    }
}
