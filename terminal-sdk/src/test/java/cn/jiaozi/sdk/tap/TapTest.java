package cn.jiaozi.sdk.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.element.HeldMemory.Torn;
import cn.jiaozi.sdk.element.Power;
import cn.jiaozi.sdk.element.Purse;
import cn.jiaozi.sdk.element.SecureElement;
import cn.jiaozi.sdk.file.FileShelf;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.revocation.RevocationList;
import cn.jiaozi.sdk.tap.Denied.Cause;
import cn.jiaozi.sdk.voucher.Signed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TapTest {
    private static final RevocationList NOBODY = RevocationList.of(1, Purse.NOW, List.of());
    private static final long PRICE = 300;

    @TempDir
    Path folder = Path.of("unset");

    private final Purse purse = Purse.loaded(1_000);
    private final AtomicReference<Instant> now = new AtomicReference<>(Purse.NOW);

    private Payee payee(Shelf shelf, PayeeLimits limits) {
        return new Payee(
                purse.till.key(), purse.till.chain(), purse.certified.trust(), limits, shelf, now::get, new Random(3));
    }

    private Payee payee() {
        return payee(new FileShelf(folder), PayeeLimits.DEFAULT);
    }

    /// Where the two are torn apart.
    enum Tear {
        NOWHERE,
        OFFER_LOST,
        PAYER_BEFORE_DEBIT,
        PAYER_AFTER_DEBIT,
        PAYMENT_LOST,
        PAYEE_BEFORE_KEEPING,
        PAYEE_AFTER_KEEPING,
        ACKNOWLEDGEMENT_LOST,
        PAYER_BEFORE_DONE,
        PAYER_AFTER_DONE
    }

    @ParameterizedTest
    @EnumSource
    void isPaidOnceWhereverTheTapIsTorn(Tear tear) {
        var shelf = new TearingShelf(new FileShelf(folder));
        var _ = payee(shelf, PayeeLimits.DEFAULT).ask(PRICE, NOBODY);

        boolean torn = false;
        try {
            tap(payee(shelf, PayeeLimits.DEFAULT), shelf, tear);
        } catch (Torn e) {
            torn = true;
        }
        assertThat(torn).isEqualTo(tear != Tear.NOWHERE);
        purse.memory.repair();
        shelf.tear = Tear.NOWHERE;
        // Both come back as after a power cut: all that they know is what they have kept.
        var again = payee(new FileShelf(folder), PayeeLimits.DEFAULT);
        if (torn) {
            retap(again, new FileShelf(folder));
        }

        var kept = purse.element.kept();
        assertThat(purse.element.display().balanceFen()).isEqualTo(700);
        assertThat(kept).hasSize(1);
        var taken = new FileShelf(folder).unsent();
        assertThat(taken).hasSize(1);
        assertThat(taken.getFirst().hash())
                .isEqualTo(kept.getFirst().debit().content().hash());
        assertThat(kept.getFirst().acknowledgement())
                .isEqualTo(taken.getFirst().voucher().acknowledgement());
        assertThat(new FileShelf(folder).offer()).isEmpty();
    }

    /// Either the payee still asks, with the same words, or it has the voucher and the payer shows it again.
    private void retap(Payee payee, Shelf shelf) {
        if (shelf.offer().isPresent()) {
            tap(payee, shelf, Tear.NOWHERE);
            return;
        }
        for (var kept : purse.element.kept()) {
            try (var session = purse.element.open(Power.OWN)) {
                var payment = session.again(kept.debit().content().hash());
                session.acknowledged(payee.accept(payment, NOBODY), purse.till.chain());
            }
        }
    }

    private void tap(Payee payee, Shelf shelf, Tear tear) {
        var offer = Offer.read(payee.again().encoded());
        lost(tear == Tear.OFFER_LOST);
        try (var session = purse.element.open(Power.OWN)) {
            switch (tear) {
                case PAYER_BEFORE_DEBIT -> purse.memory.tear(0, false);
                case PAYER_AFTER_DEBIT -> purse.memory.tear(0, true);
                case PAYER_BEFORE_DONE -> purse.memory.tear(1, false);
                case PAYER_AFTER_DONE -> purse.memory.tear(1, true);
                default -> purse.memory.repair();
            }
            var payment = Payment.read(session.pay(offer, Optional.empty()).encoded());
            lost(tear == Tear.PAYMENT_LOST);
            if (shelf instanceof TearingShelf tearing) {
                tearing.tear = tear;
            }
            var acknowledgement =
                    Acknowledgement.read(payee.accept(payment, NOBODY).encoded());
            lost(tear == Tear.ACKNOWLEDGEMENT_LOST);
            session.acknowledged(acknowledgement, offer.payee());
        }
    }

    private static void lost(boolean lost) {
        if (lost) {
            throw new Torn();
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            price, held, heldFen, hours, cause
            300,   1,    0,       72,
            300,   2,    0,       72,    TOO_MANY_UNSENT
            300,   0,    0,       73,    STALE_REVOCATIONS
            501,   1,    500,     0,     OVER_UNSENT
            500,   1,    500,     0,
            """, useHeadersInDisplayName = true)
    void asksForNothingBeyondWhatAPayeeMayHold(long price, int held, long heldFen, int hours, Cause cause) {
        var limits = new PayeeLimits(2, 1_000, Duration.ofDays(3));
        var payee = payee(new FileShelf(folder), limits);
        for (int i = 0; i < held; i++) {
            take(payee, Math.max(heldFen, 1));
        }
        now.set(Purse.NOW.plus(Duration.ofHours(hours)));
        ThrowingCallable asking = () -> payee.ask(price, NOBODY);

        if (cause == null) {
            assertThat(payee.ask(price, NOBODY).request().content().amountFen()).isEqualTo(price);
        } else {
            denied(asking, cause);
        }
    }

    private void take(Payee payee, long price) {
        var _ = payee.ask(price, NOBODY);
        tap(payee, new FileShelf(folder), Tear.NOWHERE);
    }

    @Test
    void asksOneThingAtATimeAndNothingWithAnExpiredCertificate() {
        var payee = payee();
        denied(payee::again, Cause.NO_OFFER);
        var offer = payee.ask(PRICE, NOBODY);
        denied(() -> payee.ask(PRICE, NOBODY), Cause.OFFER_OPEN);
        assertThat(payee.again()).isEqualTo(offer);
        payee.cancel();
        assertThat(payee.ask(PRICE, NOBODY)).isNotEqualTo(offer);

        payee.cancel();
        now.set(purse.till.certificate().notAfter().plusSeconds(1));
        denied(() -> payee.ask(PRICE, NOBODY), Cause.OWN_CERTIFICATE);
    }

    @Test
    void takesNothingThatItDoesNotAskFor() {
        var payee = payee();
        var cancelled = payee.ask(PRICE, NOBODY);
        var payment = paid(purse.element, cancelled);
        payee.cancel();
        denied(() -> payee.accept(payment, NOBODY), Cause.NO_OFFER);

        var _ = payee.ask(PRICE, NOBODY);
        denied(() -> payee.accept(payment, NOBODY), Cause.OTHER_REQUEST);
        assertThat(new FileShelf(folder).unsent()).isEmpty();
    }

    @Test
    void takesNothingThatACertifiedPurseHasNotSigned() {
        var payee = payee();
        var payment = paid(purse.element, payee.ask(PRICE, NOBODY));
        var stranger = new Purse().certified.holder(CertificateRole.PURSE, Purse.ID);
        var other = purse.certified.holder(CertificateRole.PURSE, "P00000000000000B");
        var resigned = Signed.by(stranger.key(), payment.debit().content());

        denied(() -> payee.accept(new Payment(resigned, stranger.chain()), NOBODY), Cause.UNTRUSTED);
        denied(() -> payee.accept(new Payment(resigned, payment.payer()), NOBODY), Cause.UNTRUSTED);
        denied(() -> payee.accept(new Payment(payment.debit(), other.chain()), NOBODY), Cause.UNTRUSTED);
        assertThat(payee.accept(payment, NOBODY).voucher())
                .isEqualTo(payment.debit().content().hash());
    }

    @Test
    void takesNothingFromARevokedPurse() {
        var payee = payee();
        var payment = paid(purse.element, payee.ask(PRICE, NOBODY));

        denied(() -> payee.accept(payment, RevocationList.of(2, Purse.NOW, List.of(Purse.ID))), Cause.REVOKED);
        assertThat(payee.accept(payment, RevocationList.of(3, Purse.NOW, List.of("P00000000000000B"))))
                .isNotNull();
    }

    @Test
    void takesNothingFromAChipThatIsASecondOneOfItsKind() {
        var payee = payee();
        var clone = purse.element(purse.memory.copy());
        take(payee, PRICE);

        var payment = paid(clone, payee.ask(PRICE, NOBODY));

        denied(() -> payee.accept(payment, NOBODY), Cause.COUNTER);
    }

    @Test
    void forgetsWhatTheBankHasAndKnowsItStill() {
        var payee = payee();
        take(payee, PRICE);
        var shelf = new FileShelf(folder);
        var taken = shelf.unsent().getFirst();

        shelf.sent(List.of(taken.hash()));

        assertThat(shelf.unsent()).isEmpty();
        assertThat(shelf.find(taken.hash())).contains(taken);
        assertThat(payee.accept(new Payment(taken.voucher().debit(), taken.payer()), NOBODY))
                .isEqualTo(taken.acknowledgement());
    }

    private static Payment paid(SecureElement element, Offer offer) {
        try (var session = element.open(Power.OWN)) {
            return session.pay(offer, Optional.empty());
        }
    }

    private static void denied(ThrowingCallable call, Cause cause) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.reason()).isEqualTo(cause));
    }

    private static final class TearingShelf implements Shelf {
        private final Shelf shelf;
        private Tear tear = Tear.NOWHERE;

        TearingShelf(Shelf shelf) {
            this.shelf = shelf;
        }

        @Override
        public Optional<Offer> offer() {
            return shelf.offer();
        }

        @Override
        public void ask(Offer offer) {
            shelf.ask(offer);
        }

        @Override
        public void cancel() {
            shelf.cancel();
        }

        @Override
        public void keep(Taken taken) {
            lost(tear == Tear.PAYEE_BEFORE_KEEPING);
            shelf.keep(taken);
            lost(tear == Tear.PAYEE_AFTER_KEEPING);
        }

        @Override
        public Optional<Taken> find(Hash voucher) {
            return shelf.find(voucher);
        }

        @Override
        public int lastCounter(String payer) {
            return shelf.lastCounter(payer);
        }

        @Override
        public List<Taken> unsent() {
            return shelf.unsent();
        }

        @Override
        public void sent(Collection<Hash> vouchers) {
            shelf.sent(vouchers);
        }
    }
}
