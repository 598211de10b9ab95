package cn.jiaozi.payment.voucher;

import java.time.Instant;
import java.util.UUID;

/// A batch that is whole.
///
/// @param uploader   purse or terminal that has signed it
/// @param receivedAt when its last piece had come
public record Uploaded(UUID batchId, String uploader, int vouchers, long sumFen, Instant receivedAt) {}
