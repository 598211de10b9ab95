package cn.jiaozi.ledger.chain;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// @param ledger          the name of this ledger in every block; `jiaozi-1` for shard 0 and so on where it is empty
/// @param operatorKey     that signs the blocks, PKCS #8 in base64
/// @param retiredKeys     public keys that have signed earlier blocks, SubjectPublicKeyInfo in base64
/// @param checkpointFile  to which checkpoints are appended, a JSON object a line; none where it is empty
/// @param checkpointEvery how often the newest block is published
@ConfigurationProperties("jiaozi.chain")
record ChainSettings(
        String ledger, String operatorKey, List<String> retiredKeys, String checkpointFile, Duration checkpointEvery) {
    ChainSettings {
        retiredKeys = List.copyOf(retiredKeys);
    }
}
