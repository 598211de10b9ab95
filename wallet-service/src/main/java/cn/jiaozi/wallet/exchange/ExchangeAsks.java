package cn.jiaozi.wallet.exchange;

import cn.jiaozi.chassis.Asking.Ask;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.wallet.opening.Wallet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the ledger is asked for an exchange, the same however often.
final class ExchangeAsks {
    private ExchangeAsks() {}

    static Ask hold(Exchange exchange, Wallet wallet) {
        return new Ask(
                wallet.walletId(),
                new LedgerRequest.HoldEntry(holdOf(exchange), ExchangeRules.entry(exchange, wallet)));
    }

    /// What follows from the core's answer.
    static Optional<Ask> ending(Exchange exchange) {
        var businessId = exchange.businessId();
        return switch (exchange.state()) {
            case CAPTURING, SUCCEEDED, RETURNED ->
                Optional.of(new Ask(
                        exchange.walletId(),
                        new LedgerRequest.CaptureHold(StepId.first(businessId, Exchange.CAPTURE), holdOf(exchange))));
            case VOIDING ->
                Optional.of(new Ask(
                        exchange.walletId(),
                        new LedgerRequest.VoidHold(StepId.first(businessId, Exchange.VOID), holdOf(exchange))));
            case FAILED ->
                exchange.coreRequestId()
                        .map(_ -> new Ask(
                                exchange.walletId(),
                                new LedgerRequest.VoidHold(StepId.first(businessId, Exchange.VOID), holdOf(exchange))));
            case REQUESTED, HELD, SENT, UNKNOWN -> Optional.empty();
        };
    }

    /// Everything that was asked so far, for whoever has missed the answers.
    static List<Ask> again(Exchange exchange, Wallet wallet) {
        boolean neverHeld = exchange.state() == ExchangeState.FAILED
                && exchange.coreRequestId().isEmpty();
        return neverHeld
                ? List.of()
                : Stream.concat(Stream.of(hold(exchange, wallet)), ending(exchange).stream())
                        .toList();
    }

    private static StepId holdOf(Exchange exchange) {
        return StepId.first(exchange.businessId(), Exchange.HOLD);
    }
}
