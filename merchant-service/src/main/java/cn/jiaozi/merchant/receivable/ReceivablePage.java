package cn.jiaozi.merchant.receivable;

import cn.jiaozi.merchant.page.Cursor;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What is still owed, oldest first, and its sums.
///
/// @param on     the day on which ages are counted
/// @param ageing of all that was asked for, not of this page alone
record ReceivablePage(LocalDate on, Ageing ageing, List<Line> receivables, Optional<String> nextCursor) {
    /// @param refundId the number of the refund, as payment-service and bills have it
    record Line(
            String merchantNo,
            String refundId,
            long owedFen,
            long takenFen,
            long leftFen,
            Instant since,
            long ageDays,
            Bucket bucket) {
        static Line of(Receivable receivable, LocalDate today) {
            return new Line(
                    receivable.debtor().merchantNo(),
                    receivable
                            .refundBusinessId()
                            .substring(receivable.refundBusinessId().indexOf(':') + 1),
                    receivable.owedFen(),
                    receivable.takenFen(),
                    receivable.leftFen(),
                    receivable.since(),
                    Bucket.ageDays(receivable.since(), today),
                    Bucket.of(receivable.since(), today));
        }
    }

    /// @param oneMore a page and, where there is a next page, its first line
    static ReceivablePage of(LocalDate today, Ageing ageing, List<Receivable> oneMore, int limit) {
        var page = oneMore.subList(0, Math.min(limit, oneMore.size()));
        return new ReceivablePage(
                today,
                ageing,
                page.stream().map(receivable -> Line.of(receivable, today)).toList(),
                oneMore.size() > limit
                        ? Optional.of(new Cursor(
                                        page.getLast().since(), page.getLast().businessId())
                                .written())
                        : Optional.empty());
    }
}
