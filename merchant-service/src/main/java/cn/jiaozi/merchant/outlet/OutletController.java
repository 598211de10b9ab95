package cn.jiaozi.merchant.outlet;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Acts;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Objects;
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
@RequestMapping("/v1/merchants/{merchantNo}/stores")
class OutletController {
    private static final String MERCHANT_NO = "[0-9]{15}";

    private final OutletService outlets;
    private final Acts acts;

    OutletController(OutletService outlets, Acts acts) {
        this.outlets = outlets;
        this.acts = acts;
    }

    @PutMapping("/{id}")
    Mono<ResponseEntity<Outlet.View>> open(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable @ActId String id,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @Valid @RequestBody Outlet.Content content,
            Caller caller) {
        caller.require(Role.OPERATOR, Role.MERCHANT);
        return acts.put(prefer, outlets.open(caller, merchantNo, id, content), Mono::just)
                .map(OutletController::view);
    }

    @GetMapping("/{id}")
    Mono<Outlet.View> get(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable @ActId String id,
            Caller caller) {
        return outlets.find(caller, merchantNo, id).map(Outlet::view);
    }

    /// In the order of their numbers.
    @GetMapping
    Mono<Outlet.Page> list(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @RequestParam(defaultValue = "000000") @Pattern(regexp = "[0-9]{6}") String cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            Caller caller) {
        return outlets.page(caller, merchantNo, cursor, limit + 1).map(oneMore -> Outlet.Page.of(oneMore, limit));
    }

    private static ResponseEntity<Outlet.View> view(ResponseEntity<Outlet> answer) {
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .body(Objects.requireNonNull(answer.getBody()).view());
    }
}
