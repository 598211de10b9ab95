package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A copy, and everything by which it is judged.
record Case(
        Copy copy,
        Facts facts,
        Book book,
        Nonces nonces,
        Signatures signatures,
        VoucherSettings settings,
        Instant now) {
    Debit debit() {
        return copy.debit();
    }

    Optional<PurseFact.Load> load() {
        return facts.purses().load(debit().payer(), debit().load());
    }

    Optional<PurseFact.Certificate> payerCertificate() {
        return facts.registered(debit().payer(), debit().payerCertificate());
    }

    Optional<PurseFact.Certificate> payeeCertificate() {
        return facts.certificate(debit().payee(), debit().payeeCertificate());
    }

    /// Whether what has not come yet may still come.
    boolean isPatient() {
        return now.isBefore(copy.receivedAt().plus(settings.patience()));
    }

    boolean isReceivedWithin(Duration ofPayment) {
        return !copy.receivedAt().isAfter(copy.paidAt().plus(ofPayment));
    }

    /// Who answers for a payee that has taken what it should have refused.
    Bearer fault() {
        return Party.isTerminal(debit().payee()) ? Bearer.ACQUIRER : Bearer.PAYEE;
    }

    /// Whether the payee has checked against a list that was new enough.
    boolean isListFresh() {
        return facts.purses()
                .list(debit().revocations())
                .filter(at -> !at.isBefore(copy.paidAt().minus(settings.listFresh())))
                .isPresent();
    }

    /// Whether the payee has done everything that it was told to, so that it is paid whoever has betrayed. The
    /// limits of a chip are not the payee's to know, nor what the chip's double has spent of them.
    boolean isInGoodFaith() {
        return isListFresh()
                && debit().hop() == 0
                && isReceivedWithin(settings.uploadWithin())
                && !(copy.isOfPayee() && isOverdue())
                && !nonces.isUsedByAnother(copy)
                && load().filter(load -> debit().amountFen() <= load.amountFen())
                        .isPresent();
    }

    /// A payee that holds more than that should have uploaded before.
    private boolean isOverdue() {
        return copy.batchCount() > settings.unsentAtMost() || copy.batchSumFen() > settings.unsentFen();
    }
}
