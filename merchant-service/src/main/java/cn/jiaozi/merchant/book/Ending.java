package cn.jiaozi.merchant.book;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.contracts.PaymentEvent.LoadSettled;
import cn.jiaozi.contracts.PaymentEvent.PaymentFailed;
import cn.jiaozi.contracts.PaymentEvent.PaymentRequested;
import cn.jiaozi.contracts.PaymentEvent.PaymentSucceeded;
import cn.jiaozi.contracts.PaymentEvent.PurseSuspected;
import cn.jiaozi.contracts.PaymentEvent.RefundFailed;
import cn.jiaozi.contracts.PaymentEvent.RefundRequested;
import cn.jiaozi.contracts.PaymentEvent.RefundSucceeded;
import cn.jiaozi.contracts.PaymentEvent.TerminalSuspected;
import cn.jiaozi.contracts.PaymentEvent.VouchersSettled;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.TxType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// How payment-service says that a payment, a refund or a settlement of vouchers has ended.
///
/// @param on        the ledger's accounting date, or the day of failing
/// @param amountFen what was moved; empty where it failed
public record Ending(
        String businessId, TxType txType, LocalDate on, Optional<Long> amountFen, Optional<Reason> reason, Instant at) {
    enum State {
        SUCCEEDED,
        FAILED
    }

    State state() {
        return amountFen.isPresent() ? State.SUCCEEDED : State.FAILED;
    }

    public static Optional<Ending> of(PaymentEvent event) {
        return switch (event) {
            case PaymentSucceeded paid ->
                Optional.of(
                        succeeded(event, paid.txType(), paid.accountingDate(), paid.amountFen(), paid.succeededAt()));
            case RefundSucceeded refunded ->
                Optional.of(succeeded(
                        event, TxType.REFUND, refunded.accountingDate(), refunded.amountFen(), refunded.succeededAt()));
            case VouchersSettled settled ->
                Optional.of(succeeded(
                        event,
                        TxType.OFFLINE_SETTLE,
                        settled.accountingDate(),
                        settled.amountFen(),
                        settled.settledAt()));
            case PaymentFailed failed ->
                Optional.of(failed(event, failed.txType(), failed.reason(), failed.failedAt()));
            case RefundFailed failed -> Optional.of(failed(event, TxType.REFUND, failed.reason(), failed.failedAt()));
            case PaymentRequested _, RefundRequested _, PurseSuspected _, TerminalSuspected _, LoadSettled _ ->
                Optional.empty();
        };
    }

    private static Ending succeeded(PaymentEvent event, TxType txType, LocalDate on, long amountFen, Instant at) {
        return new Ending(event.businessId(), txType, on, Optional.of(amountFen), Optional.empty(), at);
    }

    private static Ending failed(PaymentEvent event, TxType txType, Reason reason, Instant at) {
        return new Ending(
                event.businessId(), txType, BusinessTime.dayOf(at), Optional.empty(), Optional.of(reason), at);
    }
}
