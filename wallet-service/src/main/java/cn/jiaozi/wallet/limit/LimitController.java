package cn.jiaozi.wallet.limit;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Role;
import jakarta.validation.Valid;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
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
@RequestMapping("/v1/limit-policies")
class LimitController {
    private final LimitService limits;

    LimitController(LimitService limits) {
        this.limits = limits;
    }

    record PolicyView(
            WalletClass walletClass,
            LocalDate effectiveOn,
            Optional<Long> singleFen,
            Optional<Long> dailyFen,
            Optional<Long> annualFen,
            Optional<Long> balanceCapFen) {
        static PolicyView of(LimitPolicy policy) {
            var terms = policy.terms();
            return new PolicyView(
                    policy.walletClass(),
                    policy.effectiveOn(),
                    terms.singleFen(),
                    terms.dailyFen(),
                    terms.annualFen(),
                    terms.balanceCapFen());
        }
    }

    record PolicyList(List<PolicyView> policies) {}

    @PutMapping("/{walletClass}/{effectiveOn}")
    Mono<ResponseEntity<PolicyView>> put(
            Caller caller,
            @PathVariable WalletClass walletClass,
            @PathVariable @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate effectiveOn,
            @Valid @RequestBody LimitPolicy.Terms terms) {
        caller.require(Role.OPERATOR);
        return limits.put(new LimitPolicy(walletClass, effectiveOn, terms))
                .map(put -> ResponseEntity.status(put.existed() ? HttpStatus.OK : HttpStatus.CREATED)
                        .body(PolicyView.of(put.policy())));
    }

    @GetMapping("/{walletClass}/{effectiveOn}")
    Mono<PolicyView> get(
            Caller caller,
            @PathVariable WalletClass walletClass,
            @PathVariable @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate effectiveOn) {
        return list(caller)
                .flatMapIterable(PolicyList::policies)
                .filter(policy -> policy.walletClass() == walletClass
                        && policy.effectiveOn().equals(effectiveOn))
                .next()
                .switchIfEmpty(Mono.error(Problem.notFound("There is no policy for this class and day")));
    }

    @GetMapping
    Mono<PolicyList> list(Caller caller) {
        caller.require(Role.OPERATOR);
        return limits.policies()
                .map(policies -> new PolicyList(
                        policies.all().stream().map(PolicyView::of).toList()));
    }
}
