package cn.jiaozi.payment.voucher;

import java.util.List;

/// What has become of the vouchers of a batch.
///
/// @param waiting     how many have no verdict yet
/// @param acceptedFen what has been paid by these copies
public record Totals(List<Total> byVerdict, long waiting, long acceptedFen) {
    /// @param amountFen of those that can be read
    public record Total(Verdict verdict, long count, long amountFen) {}
}
