package cn.jiaozi.merchant.remedy;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Acts;
import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/v1/reconciliation-items/{itemId}/remedies")
class RemedyController {
    private final RemedyService remedies;
    private final Acts acts;

    RemedyController(RemedyService remedies, Acts acts) {
        this.remedies = remedies;
        this.acts = acts;
    }

    record Request(
            RemedyKind kind,
            @Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{3,200}") String reason) {}

    /// What fits the item now, and what was proposed so far.
    @GetMapping
    Mono<RemedyView.All> all(@PathVariable UUID itemId, Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        return remedies.all(itemId);
    }

    /// 202 until a second person has decided and, where money moves, the ledger has answered.
    @PutMapping("/{remedyId}")
    Mono<ResponseEntity<RemedyView>> propose(
            @PathVariable UUID itemId,
            @PathVariable @ActId String remedyId,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @Valid @RequestBody Request request,
            Caller caller) {
        caller.require(Role.OPERATOR);
        return answer(
                prefer,
                remedies.propose(caller, itemId, remedyId, new RemedyService.Wish(request.kind(), request.reason())));
    }

    @GetMapping("/{remedyId}")
    Mono<RemedyView> get(@PathVariable UUID itemId, @PathVariable @ActId String remedyId, Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        return remedies.find(itemId, remedyId).map(RemedyView::of);
    }

    @PutMapping("/{remedyId}/approval")
    Mono<ResponseEntity<RemedyView>> approve(
            @PathVariable UUID itemId,
            @PathVariable @ActId String remedyId,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            Caller caller) {
        caller.require(Role.OPERATOR);
        return answer(prefer, remedies.approve(caller, itemId, remedyId));
    }

    @PutMapping("/{remedyId}/refusal")
    Mono<ResponseEntity<RemedyView>> refuse(
            @PathVariable UUID itemId,
            @PathVariable @ActId String remedyId,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            Caller caller) {
        caller.require(Role.OPERATOR);
        return answer(prefer, remedies.refuse(caller, itemId, remedyId));
    }

    private Mono<ResponseEntity<RemedyView>> answer(@Nullable String prefer, Mono<Begun<Remedy>> begun) {
        return acts.put(prefer, begun, remedy -> remedies.find(remedy.itemId(), remedy.remedyId()))
                .map(answer -> ResponseEntity.status(answer.getStatusCode())
                        .headers(answer.getHeaders())
                        .body(RemedyView.of(Objects.requireNonNull(answer.getBody()))));
    }
}
