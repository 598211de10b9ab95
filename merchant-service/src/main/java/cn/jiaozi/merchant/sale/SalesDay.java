package cn.jiaozi.merchant.sale;

import cn.jiaozi.merchant.page.Cursor;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What a merchant sold on one accounting date: the sums are of the whole day, the lines a page of it.
///
/// @param asOf what was paid until then is in it
record SalesDay(
        String merchantNo,
        LocalDate on,
        Instant asOf,
        long count,
        long soldFen,
        long refundedFen,
        long netFen,
        List<Line> lines,
        Optional<String> nextCursor) {
    record Sums(Instant asOf, long count, long soldFen, long refundedFen) {}

    /// @param feeFen what the sale costs the merchant, or, negative, what comes back with a refund; empty for nothing
    record Line(
            String businessId,
            Sale.Kind kind,
            String orderId,
            Optional<String> storeNo,
            String payerWalletTail,
            String payerOperator,
            long amountFen,
            Optional<Long> feeFen,
            Instant at) {
        static Line of(Sale sale, Optional<Long> feeFen) {
            return new Line(
                    sale.businessId(),
                    sale.kind(),
                    sale.orderId(),
                    sale.storeNo(),
                    sale.payerWalletTail(),
                    sale.payerOperator(),
                    sale.amountFen(),
                    feeFen,
                    sale.at());
        }
    }

    /// @param oneMore a page and, where there is a next page, its first line
    static SalesDay of(String merchantNo, LocalDate on, Sums sums, List<Line> oneMore, int limit) {
        var page = oneMore.subList(0, Math.min(limit, oneMore.size()));
        return new SalesDay(
                merchantNo,
                on,
                sums.asOf,
                sums.count,
                sums.soldFen,
                sums.refundedFen,
                sums.soldFen - sums.refundedFen,
                List.copyOf(page),
                oneMore.size() > limit
                        ? Optional.of(
                                new Cursor(page.getLast().at(), page.getLast().businessId()).written())
                        : Optional.empty());
    }
}
