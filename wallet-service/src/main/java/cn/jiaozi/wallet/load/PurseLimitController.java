package cn.jiaozi.wallet.load;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.wallet.load.PurseLimitStore.Kept;
import jakarta.validation.Valid;
import java.time.LocalDate;
import java.util.List;
import org.springframework.format.annotation.DateTimeFormat;
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
@RequestMapping("/v1/purse-limit-policies")
class PurseLimitController {
    private final PurseLimitService limits;

    PurseLimitController(PurseLimitService limits) {
        this.limits = limits;
    }

    /// @param policy the version that chips write into what they sign
    record PolicyView(
            int policy,
            LoadLimits kind,
            LocalDate effectiveOn,
            long balanceFen,
            long singleFen,
            long singleWithPinFen,
            int payments,
            long totalFen,
            int poweredOffPayments,
            long poweredOffFen) {
        static PolicyView of(Kept kept) {
            var terms = kept.policy().terms();
            return new PolicyView(
                    kept.version(),
                    kept.policy().kind(),
                    kept.policy().effectiveOn(),
                    terms.balanceFen(),
                    terms.singleFen(),
                    terms.singleWithPinFen(),
                    terms.payments(),
                    terms.totalFen(),
                    terms.poweredOffPayments(),
                    terms.poweredOffFen());
        }
    }

    record PolicyList(List<PolicyView> policies) {}

    @PutMapping("/{kind}/{effectiveOn}")
    Mono<ResponseEntity<PolicyView>> put(
            Caller caller,
            @PathVariable LoadLimits kind,
            @PathVariable @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate effectiveOn,
            @Valid @RequestBody PurseLimitPolicy.Terms terms) {
        caller.require(Role.OPERATOR);
        return limits.put(new PurseLimitPolicy(kind, effectiveOn, terms))
                .map(put -> ResponseEntity.status(put.existed() ? HttpStatus.OK : HttpStatus.CREATED)
                        .body(PolicyView.of(put.policy())));
    }

    @GetMapping("/{kind}/{effectiveOn}")
    Mono<PolicyView> get(
            Caller caller,
            @PathVariable LoadLimits kind,
            @PathVariable @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate effectiveOn) {
        return list(caller)
                .flatMapIterable(PolicyList::policies)
                .filter(policy -> policy.kind() == kind && policy.effectiveOn().equals(effectiveOn))
                .next()
                .switchIfEmpty(Mono.error(Problem.notFound("There is no policy for this kind and day")));
    }

    @GetMapping
    Mono<PolicyList> list(Caller caller) {
        caller.require(Role.OPERATOR);
        return limits.policies()
                .map(policies ->
                        new PolicyList(policies.stream().map(PolicyView::of).toList()));
    }
}
