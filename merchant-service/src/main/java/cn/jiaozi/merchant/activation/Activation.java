package cn.jiaozi.merchant.activation;

import cn.jiaozi.chassis.Act;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.sdk.key.KeyRequest;
import cn.jiaozi.sdk.key.VerifyingKey;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;

/// A terminal that has got its key, as it is told: who it is, and in whose store.
///
/// @param id of the activation, chosen by the terminal
record Activation(
        String id,
        String terminalId,
        String merchantNo,
        String storeNo,
        String merchantName,
        String keyId,
        Instant activatedAt)
        implements Act {
    /// What a terminal says before it has a key.
    ///
    /// @param certificateRequest PKCS #10 in PEM, of a key on P-256 or SM2
    record Request(
            @Pattern(regexp = "[0-9]{8}") String terminalId,
            @Pattern(regexp = "[0-9A-Za-z-]{4,32}") String serialNumber,
            @Pattern(regexp = "[0-9A-TV-Za-tv-z]{12}") String activationCode,

            @Pattern(regexp = "[\\t\\r\\n\\x20-\\x7e]{1,4096}")
            String certificateRequest) {
        /// The key that is asked for, proven to be held; a [Problem] says what is wrong with the request.
        VerifyingKey key() {
            try {
                return KeyRequest.proven(certificateRequest);
            } catch (IllegalArgumentException e) {
                throw Problem.badRequest("/certificateRequest", String.valueOf(e.getMessage()));
            } catch (RuntimeException stumbled) {
                // Whatever the parser stumbles over, it was sent by somebody whom nobody knows yet.
                throw Problem.badRequest("/certificateRequest", "is not a PEM certification request (PKCS #10)");
            }
        }

        /// Codes are not for logs.
        @Override
        public String toString() {
            return "Request[" + terminalId + "]";
        }
    }

    @Override
    public String actKey() {
        return "activation:" + terminalId + "/" + id;
    }

    @Override
    public boolean finished() {
        return true;
    }
}
