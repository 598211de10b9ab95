package cn.jiaozi.payment.refund;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Acts;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import jakarta.validation.Valid;
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
@RequestMapping("/v1/payments/{paymentId}/refunds/{id}")
class RefundController {
    private final RefundService refunds;
    private final Acts acts;

    RefundController(RefundService refunds, Acts acts) {
        this.refunds = refunds;
        this.acts = acts;
    }

    @PutMapping
    Mono<ResponseEntity<RefundView>> put(
            @PathVariable UUID paymentId,
            @PathVariable @ActId String id,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @Valid @RequestBody RefundContent content,
            Caller caller) {
        caller.require(Role.MERCHANT);
        return acts.put(prefer, refunds.begin(caller.party(), paymentId, id, content), refunds::reread)
                .map(RefundController::view);
    }

    @GetMapping
    Mono<ResponseEntity<RefundView>> get(
            @PathVariable UUID paymentId,
            @PathVariable @ActId String id,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            Caller caller) {
        caller.require(Role.MERCHANT);
        return acts.get(prefer, refunds.find(caller.party(), paymentId, id), refunds::reread)
                .map(RefundController::view);
    }

    private static ResponseEntity<RefundView> view(ResponseEntity<Refund> answer) {
        var refund = answer.getBody();
        if (refund == null) {
            throw new IllegalStateException("An act is answered with itself");
        }
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .body(RefundView.of(refund));
    }
}
