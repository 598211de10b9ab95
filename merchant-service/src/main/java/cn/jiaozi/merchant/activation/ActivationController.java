package cn.jiaozi.merchant.activation;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Acts;
import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.merchant.activation.ActivationRules.Activated;
import cn.jiaozi.merchant.activation.ActivationRules.Outcome;
import cn.jiaozi.merchant.activation.ActivationRules.Refused;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class ActivationController {
    private final ActivationService activations;
    private final Acts acts;

    ActivationController(ActivationService activations, Acts acts) {
        this.activations = activations;
        this.acts = acts;
    }

    /// There is nothing to say about a code; the body may as well be missing.
    record CodeRequest() {}

    @PutMapping("/v1/terminals/{terminalId}/activation-codes/{id}")
    Mono<ResponseEntity<ActivationCode.Issued>> issue(
            @PathVariable @Pattern(regexp = "[0-9]{8}") String terminalId,
            @PathVariable @ActId String id,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @RequestBody(required = false) @Nullable CodeRequest nothing,
            Caller caller) {
        caller.require(Role.OPERATOR, Role.MERCHANT);
        return acts.put(prefer, activations.issue(caller, terminalId, id), Mono::just);
    }

    /// The one act that needs no role: who asks is a device without a key, and its code is its proof. The id belongs to
    /// the terminal; a repeat may bring a newly signed request for the same key.
    @PutMapping("/v1/terminal-activations/{id}")
    Mono<ResponseEntity<Activation>> activate(
            @PathVariable @ActId String id,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @Valid @RequestBody Activation.Request request,
            Caller caller) {
        return acts.put(
                prefer,
                activations.activate(caller, id, request, request.key()).map(ActivationController::begun),
                Mono::just);
    }

    private static Begun<Activation> begun(Outcome outcome) {
        return switch (outcome) {
            case Activated(var activation, var existed) -> new Begun<>(activation, existed);
            case Refused refused -> throw problem(refused.reason());
        };
    }

    private static Problem problem(Reason reason) {
        return reason == Reason.IDEMPOTENCY_CONFLICT
                ? Problem.conflict("/certificateRequest", "This id has registered another key of the terminal")
                : Problem.of(HttpStatus.CONFLICT, reason, reason.en());
    }
}
