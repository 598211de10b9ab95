package cn.jiaozi.wallet.vault;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// @param key            private EC P-256 key as a JWK; PINs are encrypted to its public half
/// @param pepper         goes into every hash, 64 hexadecimal digits; without it the database tells no PIN
/// @param retiredPeppers former ones, for the PINs that were set under them
@Validated
@ConfigurationProperties("jiaozi.pin-vault")
record VaultSettings(
        @NotBlank String key,
        @Pattern(regexp = "[0-9a-fA-F]{64}") String pepper,
        List<@Pattern(regexp = "[0-9a-fA-F]{64}") String> retiredPeppers) {
    /// Keys are not for logs.
    @Override
    public String toString() {
        return "VaultSettings";
    }
}
