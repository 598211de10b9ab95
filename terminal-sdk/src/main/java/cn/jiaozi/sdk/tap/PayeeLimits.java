package cn.jiaozi.sdk.tap;

import java.time.Duration;

/// What a payee accepts without the bank.
///
/// @param unsent       vouchers that it may hold
/// @param unsentFen    their sum
/// @param revocations  how old its revocation list may be
public record PayeeLimits(int unsent, long unsentFen, Duration revocations) {
    public static final PayeeLimits DEFAULT = new PayeeLimits(500, 2_000_000, Duration.ofDays(3));
}
