package cn.jiaozi.merchant.receipt;

import cn.jiaozi.contracts.PayMode;
import cn.jiaozi.contracts.TxType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// What payment-service has told of a sale or a refund, and what it costs.
///
/// @param walletId     that took the money, or gave it back
/// @param at           when payment-service heard that it was booked
/// @param amountFen    negative for a refund
/// @param feeFen       what the merchant pays for it, or gets back with a refund
/// @param isFeeUnknown a refund that was heard before its payment: what comes back will be known in a moment
record Sold(
        String businessId,
        String paymentBusinessId,
        String orderId,
        String walletId,
        Optional<String> storeNo,
        Optional<String> terminalId,
        Optional<PayMode> payMode,
        Optional<String> refundNo,
        Optional<String> goods,
        Optional<String> remark,
        Optional<Integer> vouchers,
        String payerTail,
        String payerOperator,
        long amountFen,
        LocalDate accountingDate,
        Instant at,
        Optional<Long> feeFen,
        boolean isFeeUnknown) {
    private static final String VOUCHERS = "vouchers:";

    TxType txType() {
        if (amountFen < 0) {
            return TxType.REFUND;
        }
        return businessId.startsWith(VOUCHERS) ? TxType.OFFLINE_SETTLE : TxType.CONSUME;
    }

    boolean isRefund() {
        return txType() == TxType.REFUND;
    }
}
