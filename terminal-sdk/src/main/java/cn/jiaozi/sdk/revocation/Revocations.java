package cn.jiaozi.sdk.revocation;

import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.certificate.Trust;
import cn.jiaozi.sdk.voucher.Signable;
import cn.jiaozi.sdk.voucher.Signed;
import java.time.Instant;
import java.util.Set;

/// How a device comes to believe a list: under the signature of a signatory whose certificate was valid when the
/// list was made. Whether a list is newer than the one that is held, its number says.
public final class Revocations {
    private static final Set<CertificateRole> SIGNATORIES = Set.of(CertificateRole.SIGNATORY);

    private Revocations() {}

    /// Throws [IllegalArgumentException] for bytes that are no list, and for a list that is not to be believed.
    public static RevocationList believed(byte[] signedList, Chain signatory, Trust trust) {
        var signed = RevocationList.readSigned(signedList);
        return believed(signed, signed.content().at(), signatory, trust);
    }

    /// The list after a signed difference; otherwise as `believed`.
    public static RevocationList updated(RevocationList held, byte[] signedDelta, Chain signatory, Trust trust) {
        var signed = RevocationDelta.readSigned(signedDelta);
        return held.apply(believed(signed, signed.content().at(), signatory, trust));
    }

    private static <T extends Signable> T believed(Signed<T> signed, Instant at, Chain signatory, Trust trust) {
        if (!trust.believes(signatory, SIGNATORIES, at)) {
            throw new IllegalArgumentException("is not by a signatory whom the root vouches for at that time");
        }
        if (!signed.isSignedBy(signatory.holder().key())) {
            throw new IllegalArgumentException("is not signed by the signatory");
        }
        return signed.content();
    }
}
