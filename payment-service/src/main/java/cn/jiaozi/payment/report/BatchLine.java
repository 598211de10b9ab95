package cn.jiaozi.payment.report;

import cn.jiaozi.payment.voucher.Bearer;
import cn.jiaozi.payment.voucher.Flag;
import cn.jiaozi.payment.voucher.Verdict;
import java.util.List;
import java.util.Optional;

/// What has become of one voucher of a batch.
///
/// @param voucherId     64 hex digits; empty where the bytes are no voucher
/// @param verdict       empty while it waits
/// @param receivableFen what of it no reserve covered, where it is paid
record BatchLine(
        int index,
        Optional<String> voucherId,
        Optional<Verdict> verdict,
        List<Flag> flags,
        Optional<Long> amountFen,
        Effect effect,
        Optional<Long> receivableFen,
        Optional<Bearer> bearer) {
    enum Effect {
        /// By this copy.
        PAID,
        NONE,
        WAITING
    }

    /// @param cursor where the next page begins; empty after the last one
    record Page(List<BatchLine> vouchers, Optional<Integer> cursor) {}
}
