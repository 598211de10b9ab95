package cn.jiaozi.wallet.exchange;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Acts;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
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

@RestController
@RequestMapping("/v1/wallets/{walletId}/exchanges/{id}")
class ExchangeController {
    private final ExchangeService exchanges;
    private final Acts acts;

    ExchangeController(ExchangeService exchanges, Acts acts) {
        this.exchanges = exchanges;
        this.acts = acts;
    }

    record ExchangeRequest(
            ExchangeKind kind,
            @Positive @Max(999_999_999_999_999L) long amountFen) {}

    @PutMapping
    Mono<ResponseEntity<ExchangeView>> put(
            Caller caller,
            @Pattern(regexp = WalletNumber.PATTERN) @PathVariable String walletId,
            @ActId @PathVariable String id,
            @RequestHeader(required = false) @Nullable String prefer,
            @Valid @RequestBody ExchangeRequest request) {
        var wish = new Wish(caller.party(), id, walletId, request.kind(), request.amountFen(), Optional.empty());
        return acts.put(prefer, exchanges.begin(wish), exchange -> exchanges.find(exchange.party(), id))
                .map(ExchangeView::of);
    }

    @GetMapping
    Mono<ResponseEntity<ExchangeView>> get(
            Caller caller,
            @Pattern(regexp = WalletNumber.PATTERN) @PathVariable String walletId,
            @ActId @PathVariable String id,
            @RequestHeader(required = false) @Nullable String prefer) {
        var found = exchanges
                .find(caller.party(), id)
                .filter(exchange -> exchange.walletId().equals(walletId))
                .switchIfEmpty(Mono.error(Problem.notFound("There is no such exchange of yours")));
        return acts.get(prefer, found, exchange -> exchanges.find(exchange.party(), id))
                .map(ExchangeView::of);
    }
}
