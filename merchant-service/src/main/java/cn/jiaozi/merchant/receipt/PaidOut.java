package cn.jiaozi.merchant.receipt;

import cn.jiaozi.merchant.payout.PayoutState;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// What has become of a payout.
///
/// @param paidOn     accounting date on which it has left the wallet for good
/// @param returnedOn accounting date on which it came back
record PaidOut(
        String payoutId,
        String walletId,
        String accountTail,
        PayoutState state,
        Optional<Long> amountFen,
        Optional<LocalDate> paidOn,
        Optional<LocalDate> returnedOn,
        Optional<String> bankRef,
        Optional<Instant> paidAt,
        Optional<Instant> returnedAt) {
    String businessId() {
        return "payout:" + payoutId;
    }
}
