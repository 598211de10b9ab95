package cn.jiaozi.merchant.fee;

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
import java.time.LocalDate;
import java.util.Optional;

/// Money that a merchant took or gave back, as far as fees are concerned.
public sealed interface Turnover {
    String businessId();

    /// @param walletId of the merchant, which took the money and pays the fee
    record Sold(String businessId, String merchantNo, String walletId, long amountFen, LocalDate accountingDate)
            implements Turnover {}

    record Refunded(String businessId, String paymentBusinessId, long amountFen) implements Turnover {}

    /// Empty for payments between persons, and for what has moved no money.
    static Optional<Turnover> of(PaymentEvent event) {
        return switch (event) {
            case PaymentSucceeded paid ->
                paid.sale()
                        .map(sale -> new Sold(
                                paid.businessId(),
                                sale.merchantNo(),
                                paid.payee().walletId(),
                                paid.amountFen(),
                                paid.accountingDate()));
            case VouchersSettled offline ->
                offline.seller()
                        .map(seller -> new Sold(
                                offline.businessId(),
                                seller.merchantNo(),
                                offline.payee().walletId(),
                                offline.amountFen(),
                                offline.accountingDate()));
            case RefundSucceeded refunded ->
                Optional.of(new Refunded(refunded.businessId(), refunded.paymentBusinessId(), refunded.amountFen()));
            case PaymentRequested _,
                    RefundRequested _,
                    PaymentFailed _,
                    RefundFailed _,
                    PurseSuspected _,
                    TerminalSuspected _,
                    LoadSettled _ -> Optional.empty();
        };
    }
}
