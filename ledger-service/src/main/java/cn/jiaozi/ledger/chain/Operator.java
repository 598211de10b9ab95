package cn.jiaozi.ledger.chain;

import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.key.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.springframework.stereotype.Component;

/// Who answers for the books, by name and signature.
@Component
public class Operator {
    private final String ledger;
    private final SigningKey key;

    Operator(ChainSettings settings) {
        this.ledger = settings.ledger();
        this.key = key(settings.operatorKey());
    }

    private static SigningKey key(String pkcs8) {
        try {
            return SigningKey.of(pkcs8);
        } catch (IllegalArgumentException _) {
            // The cause would show parts of the key in the log.
            throw new IllegalStateException(
                    "JIAOZI_OPERATOR_KEY is not a private key on SM2 or P-256 (PKCS #8 in base64,"
                            + " on one line): openssl pkcs8 -topk8 -nocrypt -outform DER -in key.pem | base64 -w0");
        }
    }

    public String ledger() {
        return ledger;
    }

    public VerifyingKey verifying() {
        return key.verifying();
    }

    String sign(String header) {
        return Base64.getEncoder().encodeToString(key.sign(header.getBytes(StandardCharsets.US_ASCII)));
    }
}
