package cn.jiaozi.wallet.exchange;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Acts;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.wallet.exchange.Exchange.Desk;
import cn.jiaozi.wallet.number.WalletNumber;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
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

/// Exchanges of cash, at a counter or a kiosk, asked for by its staff and for any wallet.
@RestController
@RequestMapping("/v1/counters/{counterId}/exchanges/{id}")
class CashController {
    private final ExchangeService exchanges;
    private final Acts acts;

    CashController(ExchangeService exchanges, Acts acts) {
        this.exchanges = exchanges;
        this.acts = acts;
    }

    /// @param kind `EXCHANGE_IN` takes cash, `REDEEM` pays it out once it has succeeded
    record CashRequest(
            @Pattern(regexp = WalletNumber.PATTERN) String walletId,
            ExchangeKind kind,
            @Positive @Max(999_999_999_999_999L) long amountFen) {}

    @PutMapping
    Mono<ResponseEntity<ExchangeView>> put(
            Caller caller,
            @ActId @PathVariable String counterId,
            @ActId @PathVariable String id,
            @RequestHeader(required = false) @Nullable String prefer,
            @Valid @RequestBody CashRequest request) {
        caller.require(Role.OPERATOR);
        var wish = new Wish(
                Desk.party(counterId),
                id,
                request.walletId(),
                request.kind(),
                request.amountFen(),
                Optional.of(new Desk(counterId, caller.party())));
        return acts.put(prefer, exchanges.begin(wish), exchange -> exchanges.find(exchange.party(), id))
                .map(ExchangeView::of);
    }

    @GetMapping
    Mono<ResponseEntity<ExchangeView>> get(
            Caller caller,
            @ActId @PathVariable String counterId,
            @ActId @PathVariable String id,
            @RequestHeader(required = false) @Nullable String prefer) {
        caller.require(Role.OPERATOR);
        var found = exchanges.find(Desk.party(counterId), id);
        return acts.get(prefer, found, exchange -> exchanges.find(exchange.party(), id))
                .map(ExchangeView::of);
    }
}
