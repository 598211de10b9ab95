package cn.jiaozi.merchant.payout;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Acts;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Parameters;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.merchant.outlet.WalletOwner;
import cn.jiaozi.merchant.page.Cursor;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/v1/merchants/{merchantNo}/payouts")
class PayoutController {
    private static final String MERCHANT_NO = "[0-9]{15}";

    private final PayoutService payouts;
    private final Acts acts;

    PayoutController(PayoutService payouts, Acts acts) {
        this.payouts = payouts;
        this.acts = acts;
    }

    /// @param atMostFen empty for all that there is beyond what the plan keeps
    /// @param storeNo   of a store with a wallet of its own; empty for the merchant's
    record PayoutWish(
            Optional<@Positive @Max(PayoutPlan.MOST_FEN) Long> atMostFen,
            Optional<@Pattern(regexp = "[0-9]{6}") String> storeNo) {}

    @PutMapping("/{id}")
    Mono<ResponseEntity<PayoutView>> put(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable @ActId String id,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @Valid @RequestBody PayoutWish wish,
            Caller caller) {
        caller.require(Role.OPERATOR, Role.MERCHANT);
        return acts.put(
                        prefer,
                        payouts.begin(caller, new WalletOwner(merchantNo, wish.storeNo()), id, wish.atMostFen()),
                        payout -> payouts.reread(merchantNo, id))
                .map(PayoutController::view);
    }

    /// @param id of the payout, or the one that its asker gave it
    @GetMapping("/{id}")
    Mono<ResponseEntity<PayoutView>> get(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable @Pattern(regexp = "[0-9A-Za-z_-]{6,36}") String id,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            Caller caller) {
        return acts.get(prefer, payouts.find(caller, merchantNo, id), payout -> payouts.reread(merchantNo, id))
                .map(PayoutController::view);
    }

    /// Newest first.
    @GetMapping
    Mono<PayoutView.Page> list(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @RequestParam(required = false) @Nullable String dueOn,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            Caller caller) {
        var day = Optional.ofNullable(dueOn).map(text -> Parameters.date("dueOn", text));
        return payouts.page(caller, merchantNo, day, Cursor.of(cursor, Cursor.NEWEST), limit);
    }

    private static ResponseEntity<PayoutView> view(ResponseEntity<Payout> answer) {
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .body(PayoutView.of(Objects.requireNonNull(answer.getBody())));
    }
}
