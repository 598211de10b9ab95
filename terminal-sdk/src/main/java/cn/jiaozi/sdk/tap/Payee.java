package cn.jiaozi.sdk.tap;

import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.certificate.Trust;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.key.Signer;
import cn.jiaozi.sdk.revocation.RevocationList;
import cn.jiaozi.sdk.tap.Denied.Cause;
import cn.jiaozi.sdk.voucher.PaymentRequest;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Voucher;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Whoever takes payments by a tap: a till, or the chip of another purse. After a tear it asks [#again()], with
/// the same words: a chip that has paid answers with the same debit, and one that has not pays now.
public final class Payee {
    private static final Set<CertificateRole> PAYERS = Set.of(CertificateRole.PURSE);

    private final Signer key;
    private final Chain own;
    private final Trust trust;
    private final PayeeLimits limits;
    private final Shelf shelf;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param random for nonces: a [java.security.SecureRandom], tests aside
    public Payee(
            Signer key,
            Chain own,
            Trust trust,
            PayeeLimits limits,
            Shelf shelf,
            InstantSource clock,
            RandomGenerator random) {
        this.key = key;
        this.own = own;
        this.trust = trust;
        this.limits = limits;
        this.shelf = shelf;
        this.clock = clock;
        this.random = random;
    }

    /// Who it is, for a chip that taps once more.
    public Chain chain() {
        return own;
    }

    /// Asks for an amount. Throws [Denied] where it may not, and where something is asked for already.
    public Offer ask(long amountFen, RevocationList revocations) {
        require(shelf.offer().isEmpty(), Cause.OFFER_OPEN);
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        require(own.holder().isValidAt(now) && own.operator().isValidAt(now), Cause.OWN_CERTIFICATE);
        require(revocations.isFresh(now, limits.revocations()), Cause.STALE_REVOCATIONS);
        requireRoom(amountFen, shelf.unsent());
        var request = new PaymentRequest(
                own.holder().subject(),
                own.holder().serial(),
                amountFen,
                Octets.random(PaymentRequest.NONCE, random),
                now,
                revocations.number());
        var offer = new Offer(Signed.by(key, request), own);
        shelf.ask(offer);
        return offer;
    }

    /// What is asked for now, word for word.
    public Offer again() {
        return shelf.offer().orElseThrow(() -> new Denied(Cause.NO_OFFER));
    }

    /// Asks for it no longer: the customer pays otherwise. A chip that has paid gets its money back from the
    /// bank, in time.
    public void cancel() {
        shelf.cancel();
    }

    /// Keeps the voucher, then says so. The same payment again is answered the same. Throws [Denied] for what
    /// it does not take.
    ///
    /// @param revocations the list that it has asked with, or a newer one
    public Acknowledgement accept(Payment payment, RevocationList revocations) {
        var debit = payment.debit().content();
        var known = shelf.find(debit.hash());
        if (known.isPresent()) {
            return known.get().acknowledgement();
        }
        var request = again().request().content();
        require(debit.answers(request), Cause.OTHER_REQUEST);
        requireTrusted(payment);
        require(debit.hop() == 0, Cause.HOP);
        require(!revocations.contains(debit.payer()), Cause.REVOKED);
        require(debit.counter() > shelf.lastCounter(debit.payer()), Cause.COUNTER);
        var taken = new Taken(Voucher.acknowledgedBy(key, payment.debit()), payment.payer());
        shelf.keep(taken);
        return taken.acknowledgement();
    }

    private void requireTrusted(Payment payment) {
        var payer = payment.payer().holder();
        var debit = payment.debit().content();
        boolean believed = trust.believes(payment.payer(), PAYERS, clock.instant())
                && payer.subject().equals(debit.payer())
                && payer.serial().equals(debit.payerCertificate())
                && payment.debit().isSignedBy(payer.key());
        require(believed, Cause.UNTRUSTED);
    }

    private void requireRoom(long amountFen, List<Taken> unsent) {
        require(unsent.size() < limits.unsent(), Cause.TOO_MANY_UNSENT);
        long sum = unsent.stream()
                .mapToLong(taken -> taken.voucher().debit().content().amountFen())
                .reduce(amountFen, Math::addExact);
        require(sum <= limits.unsentFen(), Cause.OVER_UNSENT);
    }

    private static void require(boolean right, Cause otherwise) {
        if (!right) {
            throw new Denied(otherwise);
        }
    }
}
