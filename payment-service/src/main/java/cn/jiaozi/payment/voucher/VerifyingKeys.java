package cn.jiaozi.payment.voucher;

import cn.jiaozi.sdk.key.VerifyingKey;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import org.springframework.stereotype.Component;

/// Keys of tills and purses that have lately signed vouchers. The library makes a table for a key that it has used
/// some times, and checks twice as fast with it; a table takes about eight kilobytes.
@Component
class VerifyingKeys {
    private static final int AT_MOST = 4_096;

    private final LoadingCache<String, VerifyingKey> keys =
            Caffeine.newBuilder().maximumSize(AT_MOST).build(VerifyingKey::of);

    /// @param encoded as in a certificate
    VerifyingKey key(String encoded) {
        return keys.get(encoded);
    }
}
