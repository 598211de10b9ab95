package cn.jiaozi.payment.payment;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Acts;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
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
@RequestMapping("/v1/payments/{id}")
class PaymentController {
    private final PaymentService payments;
    private final ReadingService reading;
    private final Acts acts;

    PaymentController(PaymentService payments, ReadingService reading, Acts acts) {
        this.payments = payments;
        this.reading = reading;
        this.acts = acts;
    }

    @PutMapping
    Mono<ResponseEntity<PaymentView>> put(
            @PathVariable @ActId String id,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @Valid @RequestBody Intent intent,
            Caller caller) {
        caller.require(intent.asker());
        return acts.put(prefer, payments.begin(caller, id, intent), payments::reread)
                .map(answer -> view(answer, caller));
    }

    @GetMapping
    Mono<ResponseEntity<PaymentView>> get(
            @PathVariable @Pattern(regexp = ReadingService.EITHER_ID) String id,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            Caller caller) {
        return acts.get(prefer, reading.find(caller, id), payments::reread).map(answer -> view(answer, caller));
    }

    private static ResponseEntity<PaymentView> view(ResponseEntity<Payment> answer, Caller caller) {
        var payment = answer.getBody();
        if (payment == null) {
            throw new IllegalStateException("An act is answered with itself");
        }
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .body(
                        payment.isPaidBy(caller.party()) || caller.is(Role.OPERATOR)
                                ? PaymentView.of(payment)
                                : PaymentView.forMerchant(payment));
    }
}
