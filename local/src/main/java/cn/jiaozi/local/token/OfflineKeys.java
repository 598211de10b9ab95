package cn.jiaozi.local.token;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.CertificateAuthority;
import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.key.SigningKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/// The certificates behind payments without a network. A bank gets its own from the central bank's authority
/// and keeps the keys in an HSM; here all of them are made once per data folder. Purses and terminals have
/// authorities of their own, so that no service holds a key with which it could make the other kind.
public final class OfflineKeys {
    private static final String OPERATOR = "002";
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration ROOT = YEAR.multipliedBy(20);
    private static final Duration FIVE_YEARS = YEAR.multipliedBy(5);

    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    /// @param folder of the keys
    public OfflineKeys(Path folder) {
        this.folder = folder;
    }

    /// What wallet-service issues purses with.
    public Map<String, String> ofPurses() {
        return Map.of(
                "JIAOZI_OFFLINE_ROOT", root().encoded(),
                "JIAOZI_PURSE_OPERATOR", operator("purses").encoded(),
                "JIAOZI_PURSE_OPERATOR_KEY", key("purses").encoded(),
                "JIAOZI_WALLET_SIGNATORY", signatory("wallet").encoded(),
                "JIAOZI_WALLET_SIGNATORY_KEY", key("wallet").encoded(),
                "JIAOZI_PURSE_CHALLENGE_KEY", KeyFiles.hex(folder.resolve("purse-challenge.key"), 32));
    }

    /// What merchant-service certifies terminals with.
    public Map<String, String> ofTerminals() {
        return Map.of(
                "JIAOZI_OFFLINE_ROOT", root().encoded(),
                "JIAOZI_TERMINAL_OPERATOR", operator("terminals").encoded(),
                "JIAOZI_TERMINAL_OPERATOR_KEY", key("terminals").encoded());
    }

    /// What payment-service judges vouchers with. Its signatory is certified by the purses' authority.
    public Map<String, String> ofVouchers() {
        return Map.of(
                "JIAOZI_OFFLINE_ROOT", root().encoded(),
                "JIAOZI_PAYMENT_SIGNATORY", signatory("payment").encoded(),
                "JIAOZI_PURSE_OPERATOR", operator("purses").encoded(),
                "JIAOZI_PAYMENT_SIGNATORY_KEY", key("payment").encoded());
    }

    private Certificate root() {
        return certificate(
                "root",
                () -> CertificateAuthority.root("Jiaozi development root", key("root"), Instant.now(), ROOT, random)
                        .certificate());
    }

    private Certificate operator(String name) {
        return certificate(
                name,
                () -> new CertificateAuthority(root(), key("root"), random)
                        .issue(
                                CertificateRole.OPERATOR,
                                "Jiaozi development " + name,
                                OPERATOR,
                                key(name).verifying(),
                                Instant.now(),
                                FIVE_YEARS));
    }

    private Certificate signatory(String name) {
        return certificate(
                name,
                () -> new CertificateAuthority(operator("purses"), key("purses"), random)
                        .issue(
                                CertificateRole.SIGNATORY,
                                "Jiaozi signatory " + name,
                                OPERATOR,
                                key(name).verifying(),
                                Instant.now(),
                                YEAR.multipliedBy(2)));
    }

    private Certificate certificate(String name, Supplier<Certificate> fresh) {
        var kept = KeyFiles.keep(
                folder.resolve("offline-" + name + ".crt"), () -> fresh.get().encoded());
        return Certificate.of(kept);
    }

    private SigningKey key(String name) {
        return SigningKey.of(KeyFiles.sm2Key(folder.resolve("offline-" + name + ".key")));
    }
}
