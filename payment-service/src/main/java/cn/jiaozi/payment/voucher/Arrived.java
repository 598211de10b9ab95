package cn.jiaozi.payment.voucher;

import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.voucher.Voucher;
import java.util.Optional;
import java.util.UUID;

/// Bytes that are said to be a voucher.
///
/// @param copy empty where they are none
public record Arrived(UUID batchId, int index, Octets raw, Optional<Copy> copy) {
    public static Arrived of(Uploaded batch, int index, Octets raw) {
        return new Arrived(batch.batchId(), index, raw, copy(batch, index, raw));
    }

    private static Optional<Copy> copy(Uploaded batch, int index, Octets raw) {
        try {
            var voucher = Voucher.read(raw.bytes());
            return Optional.of(new Copy(
                    batch.batchId(),
                    index,
                    batch.uploader(),
                    batch.vouchers(),
                    batch.sumFen(),
                    batch.receivedAt(),
                    voucher));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
