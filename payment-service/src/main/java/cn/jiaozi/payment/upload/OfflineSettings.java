package cn.jiaozi.payment.upload;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// Whom to believe, and who signs for the bank: DER in base64.
///
/// @param root         certificate of the root
/// @param operator     certificate of the authority that has certified the signatory
/// @param signatory    certificate of the one who signs
/// @param signatoryKey its private key, PKCS #8
@Validated
@ConfigurationProperties("jiaozi.offline")
record OfflineSettings(
        @NotBlank String root,
        @NotBlank String operator,
        @NotBlank String signatory,
        @NotBlank String signatoryKey) {
    /// Keys are not for logs.
    @Override
    public String toString() {
        return "OfflineSettings";
    }
}
