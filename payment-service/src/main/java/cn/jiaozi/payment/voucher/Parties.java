package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.payment.voucher.Finding.Cause;
import cn.jiaozi.payment.voucher.Finding.Rejected;
import cn.jiaozi.payment.voucher.Finding.Waits;
import cn.jiaozi.sdk.voucher.Party;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// The checks of who has signed a voucher and who has uploaded it.
final class Parties {
    private Parties() {}

    static Optional<Finding> payee(Case it) {
        if (it.payeeCertificate().isEmpty()) {
            return Optional.of(new Rejected(Verdict.UNKNOWN_TERMINAL, Bearer.ACQUIRER));
        }
        var recipient = it.facts().recipient(it.debit().payee());
        if (recipient.isEmpty()) {
            return Optional.of(
                    it.isPatient() ? new Waits(Cause.PAYEE) : new Rejected(Verdict.UNKNOWN_TERMINAL, Bearer.ACQUIRER));
        }
        return recipient.get().inService()
                ? Optional.empty()
                : Optional.of(new Rejected(Verdict.TERMINAL_REVOKED, Bearer.ACQUIRER));
    }

    static Optional<Finding> uploader(Case it) {
        if (it.copy().isOfPayee() || it.copy().isOfPayer()) {
            return Optional.empty();
        }
        var bearer = Party.isTerminal(it.copy().uploader()) ? Bearer.ACQUIRER : Bearer.PAYER;
        return Optional.of(new Rejected(Verdict.REPLAY_WRONG_PAYEE, bearer));
    }

    /// A certificate that is to be believed, of a purse that we have not heard of, is one that we shall hear
    /// of; when we have not in time there is no load either.
    static Optional<Finding> payer(Case it) {
        if (it.payerCertificate().isPresent()) {
            return it.signatures().payer() ? Optional.empty() : Optional.of(new Rejected(Verdict.FORGED, it.fault()));
        }
        boolean believed = it.facts()
                .certificate(it.debit().payer(), it.debit().payerCertificate())
                .isPresent();
        if (!believed) {
            return Optional.of(new Rejected(Verdict.FORGED, it.fault()));
        }
        return Optional.of(it.isPatient() ? new Waits(Cause.PURSE) : new Rejected(Verdict.UNKNOWN_LOAD, Bearer.PAYEE));
    }

    static Optional<Finding> acknowledgement(Case it) {
        return it.signatures().payee()
                ? Optional.empty()
                : Optional.of(new Rejected(Verdict.ACK_INVALID, Bearer.PAYEE));
    }

    static Optional<Finding> certificates(Case it) {
        var grace = it.settings().certificateGrace();
        var paidAt = it.copy().paidAt();
        boolean within = !paidAt.isAfter(notAfter(it).plus(grace))
                && !paidAt.isBefore(notBefore(it).minus(grace));
        return within ? Optional.empty() : Optional.of(new Rejected(Verdict.CERT_EXPIRED, Bearer.PAYEE));
    }

    static boolean isCertificateOver(Case it) {
        return it.copy().paidAt().isAfter(notAfter(it)) || it.copy().paidAt().isBefore(notBefore(it));
    }

    /// A payee whose list had the purse should have refused, whatever its clock says. Otherwise it must have
    /// had a list that was new enough.
    static Optional<Finding> revocation(Case it) {
        var purse = purse(it);
        int list = it.debit().revocations();
        if (purse.revokedIn().filter(first -> list >= first).isPresent()) {
            return Optional.of(new Rejected(Verdict.REVOKED, Bearer.ACQUIRER));
        }
        if (list > it.facts().purses().newestList() && it.isPatient()) {
            return Optional.of(new Waits(Cause.LIST));
        }
        return !isRevoked(it) || it.isListFresh()
                ? Optional.empty()
                : Optional.of(new Rejected(Verdict.REVOKED, Bearer.ACQUIRER));
    }

    static boolean isRevoked(Case it) {
        var purse = purse(it);
        return purse.revokedIn().isPresent()
                || switch (purse.state()) {
                    case BLOCKED, LOST, REVOKED -> true;
                    case ACTIVE, RETIRED -> false;
                };
    }

    /// It is there wherever the payer's certificate is.
    private static PurseFact.Purse purse(Case it) {
        return it.facts().purses().purse(it.debit().payer()).orElseThrow();
    }

    private static Instant notAfter(Case it) {
        return both(it).map(PurseFact.Certificate::notAfter)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private static Instant notBefore(Case it) {
        return both(it).map(PurseFact.Certificate::notBefore)
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private static Stream<PurseFact.Certificate> both(Case it) {
        return Stream.of(it.payerCertificate(), it.payeeCertificate()).flatMap(Optional::stream);
    }
}
