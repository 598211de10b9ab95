package cn.jiaozi.e2e.hand;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.CertificateAuthority;
import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.KeyRequest;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.revocation.RevocationList;
import cn.jiaozi.sdk.voucher.Limits;
import cn.jiaozi.sdk.voucher.LoadOrder;
import cn.jiaozi.sdk.voucher.Party;
import cn.jiaozi.sdk.voucher.Signable;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.SyncReceipt;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// The bank behind a card and a till, as a [Stub] can play it: it certifies, orders and confirms what it is told to.
final class TapBank {
    static final String PURSE = "P002000000000042";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String OPERATOR = "002";
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Limits LIMITS = new Limits(1, 100_000, 5_000, 50_000, 20, 100_000, 2, 1_000);

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Instant since = now.minus(Duration.ofDays(1));
    private final SecureRandom random = new SecureRandom();
    private final CertificateAuthority root =
            CertificateAuthority.root("Root", SigningKey.generate(Curve.SM2), since, YEAR.multipliedBy(2), random);
    private final SigningKey operatorKey = SigningKey.generate(Curve.SM2);
    private final CertificateAuthority operator = new CertificateAuthority(
            root.issue(CertificateRole.OPERATOR, "Operator", OPERATOR, operatorKey.verifying(), since, YEAR),
            operatorKey,
            random);
    private final SigningKey signatoryKey = SigningKey.generate(Curve.SM2);
    private final Certificate signatory = certificate(CertificateRole.SIGNATORY, "Signatory", signatoryKey.verifying());

    /// @param request as the chip has sent it
    String issued(String request) {
        return JSON.writeValueAsString(Map.of(
                "state",
                "ACTIVE",
                "purseId",
                PURSE,
                "certificate",
                certificate(CertificateRole.PURSE, PURSE, KeyRequest.proven(request))
                        .pem(),
                "operator",
                operator.certificate().pem(),
                "root",
                root.certificate().pem()));
    }

    /// @param request with which the till was activated
    String certified(String terminalId, String request) {
        var key = KeyRequest.proven(request);
        return JSON.writeValueAsString(Map.of(
                "certificate",
                certificate(CertificateRole.TERMINAL, Party.terminal(terminalId), key)
                        .pem(),
                "operator",
                operator.certificate().pem(),
                "root",
                root.certificate().pem()));
    }

    String certificates() {
        return signedBy(Map.of("root", root.certificate().pem()));
    }

    String list(String... revoked) {
        return JSON.writeValueAsString(
                Map.of("number", 7, "list", signed(RevocationList.of(7, now, List.of(revoked)))));
    }

    /// Of a chip that has paid nothing yet.
    String loaded(long fen) {
        var first = new LoadOrder(PURSE, 1, fen, 0, Hash.of(new byte[Hash.LENGTH]), LIMITS, now);
        return signedBy(
                Map.of("state", "LOADED", "number", 1, "amountFen", fen, "heldFen", fen, "order", signed(first)));
    }

    String synced(int counter) {
        var sync = signedBy(Map.of("receipt", signed(new SyncReceipt(PURSE, 1, counter))));
        return "{\"state\":\"JUDGED\",\"sync\":" + sync + "}";
    }

    private String signedBy(Map<String, ?> content) {
        var whole = new HashMap<String, Object>(content);
        whole.put("signatory", signatory.pem());
        whole.put("operator", operator.certificate().pem());
        return JSON.writeValueAsString(whole);
    }

    private String signed(Signable message) {
        return Base64.getEncoder()
                .encodeToString(Signed.by(signatoryKey, message).encoded());
    }

    private Certificate certificate(CertificateRole role, String subject, VerifyingKey key) {
        return operator.issue(role, subject, OPERATOR, key, since, YEAR);
    }
}
