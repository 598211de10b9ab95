package cn.jiaozi.payment.voucher;

import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.Voucher;
import java.util.Optional;
import java.util.UUID;

/// Bytes that are said to be a voucher.
///
/// @param debit empty where they are none
public record Arrived(UUID batchId, int index, Octets raw, Optional<Debit> debit) {
    public static Arrived of(UUID batchId, int index, Octets raw) {
        return new Arrived(batchId, index, raw, debit(raw));
    }

    private static Optional<Debit> debit(Octets raw) {
        try {
            return Optional.of(Voucher.read(raw.bytes()).debit().content());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
