package cn.jiaozi.payment.code;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/// A code stands for its owner at any till, so only a registered device is given one. Whose wallet it is, is asked
/// when it pays.
@RestController
@RequestMapping("/v1/payment-codes/{id}")
class CodeController {
    private final CodeService codes;
    private final CodeMint mint;
    private final Clock clock;

    record Request(@Pattern(regexp = "[0-9]{16}") String walletId) {}

    /// @param paymentCode 19 digits, as text or as a bar code
    record View(
            String id,
            String paymentCode,
            String walletId,
            IssuedCode.State state,
            Instant issuedAt,
            Instant expiresAt,
            Optional<UUID> paymentId) {}

    CodeController(CodeService codes, CodeMint mint, Clock clock) {
        this.codes = codes;
        this.mint = mint;
        this.clock = clock;
    }

    @PutMapping
    Mono<ResponseEntity<View>> issue(
            @PathVariable @ActId String id, @Valid @RequestBody Request request, Caller caller) {
        mayShow(caller);
        return codes.issue(new IssuedCode.Id(caller.party(), id), request.walletId())
                .map(issued -> ResponseEntity.status(issued.existed() ? HttpStatus.OK : HttpStatus.CREATED)
                        .body(view(issued.code())));
    }

    @GetMapping
    Mono<View> get(@PathVariable @ActId String id, Caller caller) {
        mayShow(caller);
        return codes.find(new IssuedCode.Id(caller.party(), id)).map(this::view);
    }

    private static void mayShow(Caller caller) {
        caller.require(Role.CUSTOMER);
        if (!caller.factors().contains(AuthFactor.DEVICE_KEY)) {
            throw Problem.of(
                    HttpStatus.FORBIDDEN,
                    Reason.AUTH_FACTOR_MISSING,
                    "A payment code is given to a registered device that has signed for it");
        }
    }

    private View view(IssuedCode code) {
        return new View(
                code.id().actId(),
                mint.code(code.id()).digits(),
                code.walletId(),
                code.state(clock.instant()),
                code.issuedAt(),
                code.expiresAt(),
                code.usedBy());
    }
}
