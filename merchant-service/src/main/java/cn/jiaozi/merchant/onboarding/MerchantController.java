package cn.jiaozi.merchant.onboarding;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Acts;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.merchant.audit.AuditCursor;
import cn.jiaozi.merchant.audit.AuditPage;
import cn.jiaozi.merchant.audit.AuditService;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class MerchantController {
    private final MerchantService merchants;
    private final AuditService audit;
    private final Acts acts;

    MerchantController(MerchantService merchants, AuditService audit, Acts acts) {
        this.merchants = merchants;
        this.audit = audit;
        this.acts = acts;
    }

    @PutMapping("/v1/merchant-registrations/{id}")
    Mono<ResponseEntity<MerchantView>> put(
            @PathVariable @ActId String id,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @Valid @RequestBody Application application,
            Caller caller) {
        caller.require(Role.OPERATOR);
        return acts.put(prefer, merchants.apply(caller.party(), id, application), Mono::just)
                .map(answer -> ResponseEntity.status(answer.getStatusCode())
                        .headers(answer.getHeaders())
                        .body(MerchantView.of(Objects.requireNonNull(answer.getBody()), caller)));
    }

    @GetMapping("/v1/merchant-registrations/{id}")
    Mono<MerchantView> registered(@PathVariable @ActId String id, Caller caller) {
        caller.require(Role.OPERATOR);
        return merchants.registered(caller.party(), id).map(merchant -> MerchantView.of(merchant, caller));
    }

    @GetMapping("/v1/merchants/{merchantNo}")
    Mono<MerchantView> get(@PathVariable @Pattern(regexp = "[0-9]{15}") String merchantNo, Caller caller) {
        return merchants.find(caller, merchantNo).map(merchant -> MerchantView.of(merchant, caller));
    }

    /// Those that are APPLIED are what waits for a review.
    @GetMapping("/v1/merchants")
    Mono<MerchantView.Page> list(
            @RequestParam(required = false) @Nullable MerchantState state,
            @RequestParam(defaultValue = "000000000000000") @Pattern(regexp = "[0-9]{15}") String cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            Caller caller) {
        caller.require(Role.OPERATOR);
        return merchants
                .after(Optional.ofNullable(state), cursor, limit + 1)
                .map(oneMore -> MerchantView.Page.of(oneMore, limit, caller));
    }

    /// What was done to the merchant, its stores, terminals and whatever else is its, newest first.
    @GetMapping("/v1/merchants/{merchantNo}/audit-lines")
    Mono<AuditPage> auditLines(
            @PathVariable @Pattern(regexp = "[0-9]{15}") String merchantNo,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        var before = AuditCursor.of(Optional.ofNullable(cursor));
        return merchants.require(merchantNo).then(audit.ofMerchant(merchantNo, before, limit));
    }
}
