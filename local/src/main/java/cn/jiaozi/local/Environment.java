package cn.jiaozi.local;

import cn.jiaozi.local.token.DevelopmentTokens;
import cn.jiaozi.local.token.KeyFiles;
import cn.jiaozi.local.token.OfflineKeys;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The environment variables of every service: addresses, and secrets that are made once per data folder.
final class Environment {
    private static final String HOST = "localhost";

    private final Addresses addresses;
    private final Path keys;

    Environment(Addresses addresses, Path dataDir) {
        this.addresses = addresses;
        this.keys = dataDir.resolve("keys");
    }

    DevelopmentTokens tokens() {
        return DevelopmentTokens.open(keys.resolve("issuer.jwk"), Addresses.uri(addresses.issuer()));
    }

    DevelopmentTokens internalTokens() {
        return DevelopmentTokens.internal(keys.resolve("internal.jwk"));
    }

    /// A service sees only the secrets that it needs.
    Map<String, String> of(Service service) {
        var env = new HashMap<String, String>();
        env.put("SERVER_PORT", Integer.toString(service.port(addresses)));
        env.put("JIAOZI_KAFKA", HOST + ":" + addresses.kafka());
        var internal = KeyFiles.ecKey(keys.resolve("internal.jwk"));
        env.put("JIAOZI_INTERNAL_PUBLIC_KEY", internal.toPublicJWK().toJSONString());
        env.put("JIAOZI_LEDGER_SHARDS", addresses.shardMap());
        switch (service) {
            case GATEWAY -> {
                database(env);
                env.put("JIAOZI_INTERNAL_KEY", internal.toJSONString());
                env.put("JIAOZI_SIGNING_KEY", KeyFiles.pkcs8(KeyFiles.ecKey(keys.resolve("answers.jwk"))));
                env.put("JIAOZI_DEVELOPMENT", "true");
                var issuer = Addresses.uri(addresses.issuer());
                env.put("JIAOZI_ISSUER", issuer.toString());
                env.put("JIAOZI_JWKS_URI", issuer + "/jwks.json");
                env.put("JIAOZI_AUDIENCE", DevelopmentTokens.AUDIENCE);
                env.put("JIAOZI_WALLET_URL", Addresses.uri(addresses.wallet()).toString());
                env.put("JIAOZI_PAYMENT_URL", Addresses.uri(addresses.payment()).toString());
                env.put(
                        "JIAOZI_MERCHANT_URL",
                        Addresses.uri(addresses.merchant()).toString());
                env.put("JIAOZI_LEDGER_URL", ledgers());
            }
            case WALLET -> {
                database(env);
                env.put("JIAOZI_CORE_URL", Addresses.uri(addresses.core()).toString());
                env.put("JIAOZI_KYC_KEY", KeyFiles.hex(keys.resolve("kyc.key"), 16));
                env.put("JIAOZI_KYC_INDEX_KEY", KeyFiles.hex(keys.resolve("kyc-index.key"), 32));
                env.put(
                        "JIAOZI_PIN_KEY",
                        KeyFiles.ecKey(keys.resolve("pin.jwk")).toJSONString());
                env.put("JIAOZI_PIN_PEPPER", KeyFiles.hex(keys.resolve("pin-pepper.key"), 32));
                env.put("JIAOZI_PIN_PROOF_KEY", KeyFiles.hex(keys.resolve("pin-proof.key"), 32));
                env.putAll(new OfflineKeys(keys).ofPurses());
            }
            case PAYMENT -> {
                database(env);
                env.put("JIAOZI_PIN_PROOF_KEY", KeyFiles.hex(keys.resolve("pin-proof.key"), 32));
                env.put("JIAOZI_CODE_KEY", KeyFiles.hex(keys.resolve("payment-code.key"), 32));
                env.putAll(new OfflineKeys(keys).ofVouchers());
            }
            case MERCHANT -> {
                database(env);
                env.put("JIAOZI_ACTIVATION_KEY", KeyFiles.hex(keys.resolve("activation.key"), 32));
                env.putAll(new OfflineKeys(keys).ofTerminals());
            }
            case LEDGER -> {
                database(env);
                env.put("JIAOZI_OPERATOR_KEY", KeyFiles.sm2Key(keys.resolve("operator.key")));
                shard(env, 0);
            }
        }
        return env;
    }

    /// What one shard of the ledger has for itself.
    void shard(Map<String, String> env, int shard) {
        env.put("SERVER_PORT", Integer.toString(addresses.ledger(shard)));
        env.put("JIAOZI_LEDGER_SHARD", Integer.toString(shard));
        String file = shard == 0 ? "checkpoints.jsonl" : "checkpoints-" + shard + ".jsonl";
        env.put("JIAOZI_CHECKPOINT_FILE", keys.resolveSibling(file).toString());
    }

    private String ledgers() {
        return IntStream.range(0, addresses.shards())
                .mapToObj(shard -> Addresses.uri(addresses.ledger(shard)).toString())
                .collect(Collectors.joining(","));
    }

    private void database(Map<String, String> env) {
        env.put("JIAOZI_DB_HOST", HOST);
        env.put("JIAOZI_DB_PORT", Integer.toString(addresses.postgres()));
        env.put("JIAOZI_DB_USER", "postgres");
        env.put("JIAOZI_DB_PASSWORD", "postgres");
    }
}
