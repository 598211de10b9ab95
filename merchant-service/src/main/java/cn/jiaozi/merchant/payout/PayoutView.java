package cn.jiaozi.merchant.payout;

import cn.jiaozi.contracts.Reason;
import cn.jiaozi.merchant.page.Cursor;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// @param storeNo        whose own wallet it is; empty for the merchant's
/// @param amountFen      what left the wallet; empty until the ledger has held it
/// @param accountingDate of the ledger's entry
/// @param returnedOn     accounting date of its return
record PayoutView(
        String payoutId,
        String businessId,
        String merchantNo,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> storeNo,
        String walletId,
        String accountTail,
        LocalDate dueOn,
        String slot,
        Optional<String> calendar,
        Optional<String> id,
        Optional<String> requestedBy,
        long keepFen,
        long minimumFen,
        long atMostFen,
        PayoutState state,
        Optional<Reason> reason,
        Optional<Long> amountFen,
        Optional<LocalDate> accountingDate,
        Optional<LocalDate> returnedOn,
        Optional<String> bankRef,
        Instant plannedAt,
        Optional<Instant> endedAt) {
    /// @param nextCursor empty on the last page
    record Page(List<PayoutView> payouts, Optional<String> nextCursor) {
        /// @param oneMore a page and, where there is a next page, its first line
        static Page of(List<Payout> oneMore, int limit) {
            var page = oneMore.subList(0, Math.min(limit, oneMore.size()));
            return new Page(
                    page.stream().map(PayoutView::of).toList(),
                    oneMore.size() > limit
                            ? Optional.of(new Cursor(
                                            page.getLast().plannedAt(),
                                            page.getLast().payoutId())
                                    .written())
                            : Optional.empty());
        }
    }

    static PayoutView of(Payout payout) {
        var heard = payout.heard();
        return new PayoutView(
                payout.payoutId(),
                payout.businessId(),
                payout.merchantNo(),
                payout.owner().storeNo(),
                payout.walletId(),
                payout.accountTail(),
                payout.dueOn(),
                payout.slot(),
                payout.calendar(),
                payout.wish().map(Payout.Wish::actId),
                payout.wish().map(Payout.Wish::party),
                payout.bounds().keepFen(),
                payout.bounds().minimumFen(),
                payout.bounds().atMostFen(),
                payout.state(),
                heard.reason(),
                heard.amountFen(),
                heard.paidOn().or(heard::heldOn),
                heard.returnedOn(),
                heard.bankRef(),
                payout.plannedAt(),
                heard.endedAt());
    }
}
