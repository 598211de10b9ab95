package cn.jiaozi.wallet.purse;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.CertificateAuthority;
import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.certificate.Trust;
import cn.jiaozi.sdk.key.Signer;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.sdk.voucher.Signable;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.wallet.WalletSettings;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/// The bank's own keys for payments off line: it certifies purses with the operator's key and signs orders to
/// them with the signatory's. Both are behind [Signer], so that an HSM can take their place here and nowhere
/// else.
@Component
public class PurseAuthority {
    private final CertificateAuthority operator;
    private final Certificate root;
    private final Certificate signatory;
    private final Signer signer;
    private final PurseSettings settings;

    PurseAuthority(PurseSettings settings, WalletSettings wallets) {
        this.settings = settings;
        this.root = certificate("root", settings.root());
        var certificate = certificate("operator-certificate", settings.operatorCertificate());
        this.signatory = certificate("signatory-certificate", settings.signatoryCertificate());
        this.signer = key("signatory-key", settings.signatoryKey());
        var operatorKey = key("operator-key", settings.operatorKey());
        var trust = read("root", root, Trust::new);
        require(
                certificate.operator().equals(wallets.operator()),
                "operator-certificate",
                "is of operator " + certificate.operator() + ", we are " + wallets.operator());
        require(
                trust.believes(new Chain(signatory, certificate), Set.of(CertificateRole.SIGNATORY)),
                "signatory-certificate",
                "is not a signatory's that operator-certificate and root answer for");
        require(
                signatory.key().id().equals(signer.verifying().id()),
                "signatory-key",
                "is not the key of signatory-certificate");
        require(
                certificate.key().id().equals(operatorKey.verifying().id()),
                "operator-key",
                "is not the key of operator-certificate");
        this.operator = new CertificateAuthority(certificate, operatorKey, new SecureRandom());
    }

    public Certificate signatory() {
        return signatory;
    }

    public <T extends Signable> Signed<T> sign(T content) {
        return Signed.by(signer, content);
    }

    Certificate root() {
        return root;
    }

    public Certificate operator() {
        return operator.certificate();
    }

    Certificate certify(String purseId, VerifyingKey key, Instant from) {
        return operator.issue(CertificateRole.PURSE, purseId, operator().operator(), key, from, settings.validity());
    }

    private static Signer key(String name, String encoded) {
        return read(name, encoded, SigningKey::of);
    }

    private static Certificate certificate(String name, String base64) {
        return read(name, base64, Certificate::of);
    }

    private static <S, T> T read(String name, S setting, Function<S, T> reader) {
        try {
            return reader.apply(setting);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("jiaozi.purse." + name + ": " + wrong.getMessage(), wrong);
        }
    }

    private static void require(boolean right, String name, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException("jiaozi.purse." + name + " " + otherwise);
        }
    }
}
