package cn.jiaozi.payment.reversal;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Acts;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.payment.order.OrderId;
import cn.jiaozi.payment.payment.Intent;
import cn.jiaozi.payment.payment.ReasonText;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
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
@RequestMapping("/v1/merchants/{merchantNo}/orders/{orderId}/reversal")
class ReversalController {
    private static final String MERCHANT_NO = "[0-9]{15}";

    private final ReversalService reversals;
    private final Acts acts;

    /// @param amountFen of the sale, as in ISO 8583's reversal advice
    record Request(@Positive @Max(Intent.MAX_AMOUNT_FEN) long amountFen) {}

    record View(
            String merchantNo,
            String orderId,
            Reversal.State state,
            Optional<Reason> reason,
            Optional<ReasonText> reasonText,
            long amountFen,
            Instant requestedAt,
            Optional<Instant> endedAt) {
        static View of(Reversal reversal) {
            return new View(
                    reversal.order().merchantNo(),
                    reversal.order().orderId(),
                    reversal.state(),
                    reversal.reason(),
                    reversal.reason().map(ReasonText::of),
                    reversal.amountFen(),
                    reversal.requestedAt(),
                    reversal.endedAt());
        }
    }

    ReversalController(ReversalService reversals, Acts acts) {
        this.reversals = reversals;
        this.acts = acts;
    }

    @PutMapping
    Mono<ResponseEntity<View>> put(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable @ActId String orderId,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @Valid @RequestBody Request request,
            Caller caller) {
        caller.require(Role.MERCHANT, Role.TERMINAL);
        return acts.put(
                        prefer,
                        reversals.begin(caller, new OrderId(merchantNo, orderId), request.amountFen()),
                        reversals::reread)
                .map(ReversalController::view);
    }

    @GetMapping
    Mono<ResponseEntity<View>> get(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable @ActId String orderId,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            Caller caller) {
        caller.require(Role.MERCHANT, Role.TERMINAL);
        return acts.get(prefer, reversals.find(caller, new OrderId(merchantNo, orderId)), reversals::reread)
                .map(ReversalController::view);
    }

    private static ResponseEntity<View> view(ResponseEntity<Reversal> answer) {
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .body(View.of(Objects.requireNonNull(answer.getBody())));
    }
}
