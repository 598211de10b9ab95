package cn.jiaozi.merchant.sale;

import cn.jiaozi.contracts.PayMode;
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
import cn.jiaozi.contracts.WalletParty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// A line of what a merchant sold.
///
/// @param payerWalletTail the last four characters: enough to recognize a customer, not enough to pay with
/// @param amountFen       negative for a refund
public record Sale(
        String businessId,
        String paymentBusinessId,
        String merchantNo,
        Optional<String> storeNo,
        String orderId,
        Kind kind,
        String payerWalletTail,
        String payerOperator,
        long amountFen,
        LocalDate accountingDate,
        Instant at,
        Details details) {
    private static final int TAIL = 4;
    private static final String OFFLINE = "Offline 双离线";

    /// What bills say beyond that; empty where it was not told.
    ///
    /// @param goods        what the order was called
    /// @param attach       what the payer has written
    /// @param refundNo     the merchant's number of the refund
    /// @param voucherCount how many vouchers were settled as one
    public record Details(
            Optional<String> terminalId,
            Optional<String> payMode,
            Optional<String> refundNo,
            Optional<String> goods,
            Optional<String> attach,
            Optional<Integer> voucherCount) {
        static Details of(PaymentEvent.Sale sale) {
            return new Details(
                    sale.terminalId(),
                    sale.payMode().map(PayMode::name),
                    sale.refundNo(),
                    Optional.of(sale.subject()),
                    sale.attach(),
                    Optional.empty());
        }

        Details of(int vouchers) {
            return new Details(terminalId, payMode, refundNo, goods, attach, Optional.of(vouchers));
        }
    }

    enum Kind {
        SALE,
        REFUND
    }

    /// Empty for payments between persons, and for what has moved no money.
    public static Optional<Sale> of(PaymentEvent event) {
        return switch (event) {
            case PaymentSucceeded paid ->
                paid.sale()
                        .map(sale -> line(
                                paid.businessId(),
                                paid.businessId(),
                                sale,
                                Kind.SALE,
                                paid.payer(),
                                paid.amountFen(),
                                paid.accountingDate(),
                                paid.succeededAt()));
            case RefundSucceeded refunded ->
                Optional.of(line(
                        refunded.businessId(),
                        refunded.paymentBusinessId(),
                        refunded.sale(),
                        Kind.REFUND,
                        refunded.payee(),
                        -refunded.amountFen(),
                        refunded.accountingDate(),
                        refunded.succeededAt()));
            // What one purse has paid without a network, however many taps it took; nobody has ordered it.
            case VouchersSettled offline ->
                offline.seller()
                        .map(seller -> line(
                                        offline.businessId(),
                                        offline.businessId(),
                                        new PaymentEvent.Sale(
                                                        seller.merchantNo(),
                                                        Optional.of(seller.storeNo()),
                                                        offline.businessId(),
                                                        OFFLINE)
                                                .paid(
                                                        Optional.of(seller.terminalId()),
                                                        PayMode.TAP_OFFLINE,
                                                        Optional.empty()),
                                        Kind.SALE,
                                        offline.payer(),
                                        offline.amountFen(),
                                        offline.accountingDate(),
                                        offline.settledAt())
                                .of(offline.count()));
            case PaymentRequested _,
                    RefundRequested _,
                    PaymentFailed _,
                    RefundFailed _,
                    PurseSuspected _,
                    TerminalSuspected _,
                    LoadSettled _ -> Optional.empty();
        };
    }

    private static Sale line(
            String businessId,
            String paymentBusinessId,
            PaymentEvent.Sale sale,
            Kind kind,
            WalletParty payer,
            long amountFen,
            LocalDate accountingDate,
            Instant at) {
        String wallet = payer.walletId();
        return new Sale(
                businessId,
                paymentBusinessId,
                sale.merchantNo(),
                sale.storeNo(),
                sale.orderId(),
                kind,
                wallet.substring(Math.max(0, wallet.length() - TAIL)),
                payer.operator(),
                amountFen,
                accountingDate,
                at,
                Details.of(sale));
    }

    private Sale of(int vouchers) {
        return new Sale(
                businessId,
                paymentBusinessId,
                merchantNo,
                storeNo,
                orderId,
                kind,
                payerWalletTail,
                payerOperator,
                amountFen,
                accountingDate,
                at,
                details.of(vouchers));
    }
}
