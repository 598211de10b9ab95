package cn.jiaozi.wallet.kyc;

import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// @param key         SM4 key of the fields, 32 hexadecimal digits
/// @param indexKey    HMAC-SM3 key of the claims, 64 hexadecimal digits
/// @param retiredKeys former field keys, for reading only
@Validated
@ConfigurationProperties("jiaozi.kyc")
record KycSettings(
        @Pattern(regexp = "[0-9a-fA-F]{32}") String key,
        @Pattern(regexp = "[0-9a-fA-F]{64}") String indexKey,
        List<@Pattern(regexp = "[0-9a-fA-F]{32}") String> retiredKeys) {
    /// Keys are not for logs.
    @Override
    public String toString() {
        return "KycSettings";
    }
}
