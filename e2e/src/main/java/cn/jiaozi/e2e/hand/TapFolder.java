package cn.jiaozi.e2e.hand;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.certificate.Trust;
import cn.jiaozi.sdk.file.FileShelf;
import cn.jiaozi.sdk.revocation.RevocationList;
import cn.jiaozi.sdk.revocation.Revocations;
import cn.jiaozi.sdk.tap.Payee;
import cn.jiaozi.sdk.tap.PayeeLimits;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;

/// What a till needs to take payments without a network: its certificate, the root that it believes, the list of
/// revoked purses, and a shelf.
final class TapFolder {
    private final Drawer till;
    private final Drawer drawer;

    /// Certificates in PEM, the list in base64 as the signatory signed it.
    record Papers(
            String certificate,
            String operator,
            String root,
            String signatory,
            String signatoryOperator,
            String list) {}

    TapFolder(Drawer till) {
        this.till = till;
        this.drawer = till.inner("tap");
    }

    void prepare(Till papers, Asker asker) {
        var certificate = asker.act(
                papers.self() + "/certificates/" + Id.random("tap").text(),
                Map.of(),
                "A certificate that nobody uses is no harm: ./jiaozi terminal tap prepare");
        var bank = asker.read("/v1/offline-certificates");
        var list = asker.read("/v1/revocation-list");
        var fetched = new Papers(
                certificate.text("certificate"),
                certificate.text("operator"),
                certificate.text("root"),
                bank.text("signatory"),
                bank.text("operator"),
                list.text("list"));
        var _ = revocations(fetched);
        drawer.keep(fetched);
    }

    Payee payee() {
        return new Payee(
                till.key(),
                own(),
                trust(papers()),
                PayeeLimits.DEFAULT,
                shelf(),
                InstantSource.system(),
                new SecureRandom());
    }

    FileShelf shelf() {
        return new FileShelf(drawer.folder());
    }

    Chain own() {
        return new Chain(Certificate.ofPem(papers().certificate()), Certificate.ofPem(papers().operator()));
    }

    RevocationList revocations() {
        return revocations(papers());
    }

    private static RevocationList revocations(Papers papers) {
        var signatory = new Chain(Certificate.ofPem(papers.signatory()), Certificate.ofPem(papers.signatoryOperator()));
        return Revocations.believed(Base64.getDecoder().decode(papers.list()), signatory, trust(papers));
    }

    private static Trust trust(Papers papers) {
        return new Trust(Certificate.ofPem(papers.root()));
    }

    private Papers papers() {
        return drawer.papers(Papers.class)
                .orElseThrow(() -> NotDone.usage("The till has no certificate yet: ./jiaozi terminal tap prepare"));
    }
}
