package cn.jiaozi.payment.upload;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.chassis.Processors;
import cn.jiaozi.contracts.Reason;
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
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Whom the bank believes, and its own signature.
@Component
class Authority {
    private static final Set<CertificateRole> UPLOADERS = Set.of(CertificateRole.PURSE, CertificateRole.TERMINAL);

    private final Optional<Trust> trust;
    private final Optional<Signer> signatory;

    Authority(OfflineSettings settings) {
        this.trust = given(settings.root()).map(Certificate::ofPem).map(Trust::new);
        this.signatory = given(settings.signatoryKey()).map(SigningKey::ofPem);
        if (signatory.isPresent() && !isSignatory(signatory.get(), settings)) {
            throw new IllegalStateException("JIAOZI_SIGNATORY_KEY is not the key of the certificate JIAOZI_SIGNATORY");
        }
    }

    boolean believes(Chain chain) {
        return trust.orElseThrow(() -> Problem.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        Reason.UPSTREAM_UNAVAILABLE,
                        "Payments without a network are not set up here"))
                .believes(chain, UPLOADERS);
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

    /// Empty where nobody signs for the bank.
    Optional<Octets> sign(SyncReceipt receipt) {
        return signatory.map(key -> Octets.of(Signed.by(key, receipt).encoded()));
    }

    private static boolean isSignatory(Signer key, OfflineSettings settings) {
        var certificate = Certificate.ofPem(settings.signatory());
        return certificate.role() == CertificateRole.SIGNATORY
                && certificate.key().id().equals(key.verifying().id());
    }

    private static Optional<String> given(String pem) {
        return Optional.of(pem).filter(text -> !text.isBlank());
    }
}
