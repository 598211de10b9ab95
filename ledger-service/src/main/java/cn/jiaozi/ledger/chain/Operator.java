package cn.jiaozi.ledger.chain;

import cn.jiaozi.ledger.shard.OwnSlots;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.sdk.receipt.BlockText;
import cn.jiaozi.sdk.receipt.SignedBlock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// Who answers for the books, by name and signature.
@Component
public class Operator {
    private final String ledger;
    private final SigningKey key;
    private final List<VerifyingKey> retired;

    Operator(ChainSettings settings, OwnSlots own) {
        this.ledger = settings.ledger().isEmpty() ? "jiaozi-" + (own.number() + 1) : settings.ledger();
        this.key = key(settings.operatorKey());
        this.retired = settings.retiredKeys().stream().map(VerifyingKey::of).toList();
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

    SignedBlock sign(BlockText header) {
        return SignedBlock.of(header, key);
    }

    /// The key that a header names, if it is ours or was.
    public Optional<VerifyingKey> known(String keyId) {
        return Stream.concat(Stream.of(key.verifying()), retired.stream())
                .filter(known -> known.id().equals(keyId))
                .findFirst();
    }

    List<VerifyingKey> keys() {
        return Stream.concat(Stream.of(key.verifying()), retired.stream()).toList();
    }
}
