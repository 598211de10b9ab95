package cn.jiaozi.payment.upload;

import cn.jiaozi.chassis.Processors;
import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.certificate.Trust;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.key.Signer;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.upload.Piece;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.SyncReceipt;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/// Whom the bank believes, and its own signature.
@Component
public class Authority {
    private static final Set<CertificateRole> UPLOADERS = Set.of(CertificateRole.PURSE, CertificateRole.TERMINAL);

    private final Certificate root;
    private final Trust trust;
    private final Chain signatory;
    private final Signer signer;

    Authority(OfflineSettings settings) {
        this.root = certificate("root", settings.root());
        this.trust = new Trust(root);
        this.signatory =
                new Chain(certificate("signatory", settings.signatory()), certificate("operator", settings.operator()));
        this.signer = read("signatory-key", settings.signatoryKey(), SigningKey::of);
        if (!trust.believes(signatory, Set.of(CertificateRole.SIGNATORY))) {
            throw new IllegalArgumentException(
                    "jiaozi.offline.signatory is not a signatory whom operator and root answer for");
        }
        if (!signatory.holder().key().id().equals(signer.verifying().id())) {
            throw new IllegalArgumentException("jiaozi.offline.signatory-key is not the key of signatory");
        }
    }

    public Certificate root() {
        return root;
    }

    Chain signatory() {
        return signatory;
    }

    boolean believes(Chain chain) {
        return trust.believes(chain, UPLOADERS);
    }

    /// The certificates of a piece that lead to the root.
    List<Chain> believed(Piece piece) {
        var certificates = piece.certificates();
        var operators = certificates.stream()
                .filter(each -> each.role() == CertificateRole.OPERATOR)
                .toList();
        return Processors.map(
                        certificates,
                        holder -> operators.stream()
                                .map(operator -> new Chain(holder, operator))
                                .filter(this::believes)
                                .findFirst())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    Octets sign(SyncReceipt receipt) {
        return Octets.of(Signed.by(signer, receipt).encoded());
    }

    private static Certificate certificate(String name, String base64) {
        return read(name, base64, Certificate::of);
    }

    private static <T> T read(String name, String setting, Function<String, T> reader) {
        try {
            return reader.apply(setting);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("jiaozi.offline." + name + ": " + wrong.getMessage(), wrong);
        }
    }
}
