package cn.jiaozi.payment.qr;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.payment.order.Order;
import cn.jiaozi.payment.order.OrderService;
import cn.jiaozi.payment.payee.PayeeService;
import cn.jiaozi.payment.payment.PaymentSettings;
import cn.jiaozi.sdk.qr.MerchantQr;
import cn.jiaozi.sdk.qr.QrPicture;
import jakarta.validation.constraints.Pattern;
import java.time.Clock;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/// Codes as text, or with `Accept: image/png` as a picture.
@RestController
@RequestMapping("/v1/merchants/{merchantNo}")
class QrController {
    private static final String MERCHANT_NO = "[0-9]{15}";
    private static final String STORE_NO = "[0-9]{6}";
    private static final int DOTS = 8;

    private final OrderService orders;
    private final PayeeService payees;
    private final String city;
    private final Clock clock;

    record View(String text) {}

    QrController(OrderService orders, PayeeService payees, PaymentSettings settings, Clock clock) {
        this.orders = orders;
        this.payees = payees;
        this.city = settings.payment().city();
        this.clock = clock;
    }

    @GetMapping(path = "/orders/{orderId}/qr", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<View> order(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable @ActId String orderId,
            Caller caller) {
        return ofOrder(caller, merchantNo, orderId).map(View::new);
    }

    @GetMapping(path = "/orders/{orderId}/qr", produces = MediaType.IMAGE_PNG_VALUE)
    Mono<byte[]> orderPicture(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable @ActId String orderId,
            Caller caller) {
        return ofOrder(caller, merchantNo, orderId).map(text -> QrPicture.png(text, DOTS));
    }

    @GetMapping(path = "/stores/{storeNo}/qr", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<View> store(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable @Pattern(regexp = STORE_NO) String storeNo,
            Caller caller) {
        return ofStore(caller, merchantNo, storeNo).map(View::new);
    }

    @GetMapping(path = "/stores/{storeNo}/qr", produces = MediaType.IMAGE_PNG_VALUE)
    Mono<byte[]> storePicture(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable @Pattern(regexp = STORE_NO) String storeNo,
            Caller caller) {
        return ofStore(caller, merchantNo, storeNo).map(text -> QrPicture.png(text, DOTS));
    }

    /// Nobody should scan what can no longer be paid.
    private Mono<String> ofOrder(Caller caller, String merchantNo, String orderId) {
        caller.require(Role.MERCHANT, Role.TERMINAL);
        return orders.own(caller, merchantNo)
                .flatMap(orders::requireActive)
                .flatMap(merchant -> orders.find(caller, merchantNo, orderId)
                        .doOnNext(this::requirePayable)
                        .map(order -> Codes.of(
                                        merchant,
                                        order.content().storeNo(),
                                        Optional.of(new MerchantQr.Order(
                                                order.orderId(), order.content().amountFen())),
                                        city)
                                .text()));
    }

    private Mono<String> ofStore(Caller caller, String merchantNo, String storeNo) {
        caller.require(Role.MERCHANT, Role.TERMINAL);
        return orders.own(caller, merchantNo)
                .flatMap(orders::requireActive)
                .flatMap(merchant -> payees.store(merchantNo, storeNo)
                        .map(store -> store.orElseThrow(() -> Problem.of(
                                HttpStatus.NOT_FOUND, Reason.STORE_NOT_FOUND, "The merchant has no store " + storeNo))))
                .map(store -> Codes.of(store, Optional.of(storeNo), Optional.empty(), city)
                        .text());
    }

    private void requirePayable(Order order) {
        order.refusal(order.content().amountFen(), clock.instant()).ifPresent(reason -> {
            throw Problem.of(HttpStatus.CONFLICT, reason, "The order cannot be paid any more");
        });
    }
}
