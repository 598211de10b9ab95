package cn.jiaozi.payment.order;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.Clock;
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
@RequestMapping("/v1/merchants/{merchantNo}/orders/{orderId}")
class OrderController {
    private static final String MERCHANT_NO = "[0-9]{15}";

    private final OrderService orders;
    private final Clock clock;

    OrderController(OrderService orders, Clock clock) {
        this.orders = orders;
        this.clock = clock;
    }

    @PutMapping
    Mono<ResponseEntity<OrderView>> put(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable @ActId String orderId,
            @Valid @RequestBody OrderContent content,
            Caller caller) {
        caller.require(Role.MERCHANT, Role.TERMINAL);
        return orders.create(caller, new OrderId(merchantNo, orderId), content)
                .map(created -> ResponseEntity.status(created.existed() ? HttpStatus.OK : HttpStatus.CREATED)
                        .body(OrderView.of(created.order(), clock.instant())));
    }

    @GetMapping
    Mono<OrderView> get(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable @ActId String orderId,
            Caller caller) {
        caller.require(Role.MERCHANT, Role.TERMINAL);
        return orders.find(caller, merchantNo, orderId).map(order -> OrderView.of(order, clock.instant()));
    }

    @PutMapping("/close")
    Mono<OrderView> close(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable @ActId String orderId,
            Caller caller) {
        caller.require(Role.MERCHANT, Role.TERMINAL);
        return orders.close(caller, merchantNo, orderId).map(order -> OrderView.of(order, clock.instant()));
    }
}
