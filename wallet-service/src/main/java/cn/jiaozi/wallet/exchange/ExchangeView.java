package cn.jiaozi.wallet.exchange;

import cn.jiaozi.contracts.Reason;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.ResponseEntity;

/// @param counterId where it was done with cash
/// @param clerk     who asked there
record ExchangeView(
        String exchangeId,
        String businessId,
        Optional<String> counterId,
        Optional<String> clerk,
        String walletId,
        ExchangeKind kind,
        long amountFen,
        ExchangeState state,
        Optional<Reason> reason,
        Optional<String> bankRef,
        Instant requestedAt,
        Optional<Instant> endedAt) {
    static ResponseEntity<ExchangeView> of(ResponseEntity<Exchange> answer) {
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .body(of(Objects.requireNonNull(answer.getBody())));
    }

    private static ExchangeView of(Exchange exchange) {
        return new ExchangeView(
                exchange.exchangeId(),
                exchange.businessId(),
                exchange.desk().map(Exchange.Desk::counterId),
                exchange.desk().map(Exchange.Desk::clerk),
                exchange.walletId(),
                exchange.kind(),
                exchange.amountFen(),
                exchange.state(),
                exchange.reason(),
                exchange.bankRef(),
                exchange.requestedAt(),
                exchange.endedAt());
    }
}
