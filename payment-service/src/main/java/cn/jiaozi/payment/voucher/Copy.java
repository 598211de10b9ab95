package cn.jiaozi.payment.voucher;

import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.Voucher;
import java.time.Instant;
import java.util.UUID;

/// A voucher as somebody has uploaded it. Of one voucher there may be many copies: the payee's, the payer's,
/// repeats, and spoiled ones.
///
/// @param index      its place in the batch, from 0
/// @param uploader   purse or terminal that has signed the batch
/// @param receivedAt when the last piece of the batch had come
/// @param voucherId  hash of the debit, which takes some time to make
record Copy(
        UUID batchId,
        int index,
        String uploader,
        int batchCount,
        long batchSumFen,
        Instant receivedAt,
        Voucher voucher,
        Hash voucherId) {
    Copy(
            UUID batchId,
            int index,
            String uploader,
            int batchCount,
            long batchSumFen,
            Instant receivedAt,
            Voucher voucher) {
        this(
                batchId,
                index,
                uploader,
                batchCount,
                batchSumFen,
                receivedAt,
                voucher,
                voucher.debit().content().hash());
    }

    Debit debit() {
        return voucher.debit().content();
    }

    boolean isOfPayee() {
        return uploader.equals(debit().payee());
    }

    boolean isOfPayer() {
        return uploader.equals(debit().payer());
    }

    /// The payee's clock may be wrong, but nothing was paid after it had been received.
    Instant paidAt() {
        return debit().payeeTime().isBefore(receivedAt) ? debit().payeeTime() : receivedAt;
    }
}
