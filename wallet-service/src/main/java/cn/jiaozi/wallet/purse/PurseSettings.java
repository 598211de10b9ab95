package cn.jiaozi.wallet.purse;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// @param atMost               how many purses of a wallet are ACTIVE or BLOCKED at once
/// @param validity             of a purse's certificate
/// @param root                 certificate of the root, DER in base64, as are the other certificates
/// @param operatorKey          PKCS #8 in base64, as is the signatory's
/// @param challengeKey         32 bytes in hexadecimal, by which the bank knows its own challenges again
@Validated
@ConfigurationProperties("jiaozi.purse")
record PurseSettings(
        @Min(1) int atMost,
        Duration validity,
        @NotBlank String root,
        @NotBlank String operatorCertificate,
        @NotBlank String operatorKey,
        @NotBlank String signatoryCertificate,
        @NotBlank String signatoryKey,

        @Pattern(regexp = "[0-9a-fA-F]{64}", message = "must have 32 bytes in hexadecimal")
        String challengeKey) {
    /// Keys are not for logs.
    @Override
    public String toString() {
        return "PurseSettings";
    }
}
