package cn.jiaozi.sdk.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Certified;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.tap.Acknowledgement;
import cn.jiaozi.sdk.tap.Offer;
import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.LoadOrder;
import cn.jiaozi.sdk.voucher.PaymentRequest;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Voucher;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftElementTest {
    private static final String PIN = "135790";

    /// Of a purse with 60 000 fen and the limits of [Purse#LIMITS]: 200 without PIN, 500 with it, four
    /// payments, 800 in all; two and 150 without power. The last column is why the payment is refused.
    @ParameterizedTest
    @CsvSource(textBlock = """
            before, amount, pin,   power, refusal
            0,      1,      false, OWN,
            0,      20000,  false, OWN,
            0,      20001,  false, OWN,   PIN_REQUIRED
            0,      20001,  true,  OWN,
            0,      50000,  true,  OWN,
            0,      50001,  true,  OWN,   OVER_SINGLE_LIMIT
            0,      60001,  true,  OWN,   INSUFFICIENT_FUNDS
            3,      1,      false, OWN,
            4,      1,      false, OWN,   TOO_MANY_PAYMENTS
            0,      15000,  false, FIELD,
            0,      15001,  false, FIELD, OVER_TOTAL_WITHOUT_POWER
            1,      14999,  false, FIELD,
            1,      15000,  false, FIELD, OVER_TOTAL_WITHOUT_POWER
            2,      1,      false, FIELD, TOO_MANY_WITHOUT_POWER
            """, useHeadersInDisplayName = true)
    void paysUpToEachLimit(int before, long amountFen, boolean pin, Power power, Refusal refusal) {
        var purse = Purse.loaded(60_000);
        purse.element.changePin(Optional.empty(), PIN);
        for (int i = 0; i < before; i++) {
            purse.pay(1, Optional.empty(), power);
        }
        ThrowingCallable payment = () -> purse.pay(amountFen, pin ? Optional.of(PIN) : Optional.empty(), power);

        if (refusal == null) {
            assertThat(thrownBy(payment)).isEmpty();
            assertThat(purse.element.display().balanceFen()).isEqualTo(60_000 - before - amountFen);
        } else {
            refused(payment, refusal);
            assertThat(purse.element.display().balanceFen()).isEqualTo(60_000 - before);
        }
    }

    @ParameterizedTest
    @CsvSource({"20000,", "20001,OVER_TOTAL_LIMIT"})
    void paysInAllUpToTheLimitBetweenTwoVisits(long last, Refusal refusal) {
        var purse = Purse.loaded(100_000);
        purse.element.changePin(Optional.empty(), PIN);
        purse.pay(50_000, Optional.of(PIN), Power.OWN);
        purse.pay(10_000);
        ThrowingCallable payment = () -> purse.pay(last, Optional.of(PIN), Power.OWN);

        if (refusal == null) {
            assertThat(thrownBy(payment)).isEmpty();
        } else {
            refused(payment, refusal);
        }
    }

    @Test
    void countsOnePaymentAfterTheOtherAndChainsThem() {
        var purse = Purse.loaded(1_000);
        purse.pay(100);
        purse.pay(200);

        var first = purse.element.kept().getFirst().debit();
        var second = purse.element.kept().getLast().debit();
        assertThat(first.content().previous()).isEqualTo(Hash.ZERO);
        assertThat(first.content().counter()).isEqualTo(1);
        assertThat(second.content().previous()).isEqualTo(first.content().hash());
        assertThat(second.content().counter()).isEqualTo(2);
        assertThat(second.content().balanceFen()).isEqualTo(700);
        assertThat(second.isSignedBy(purse.holder.key().verifying())).isTrue();
        assertThat(new Voucher(second, Optional.of(second.signature())).encoded().length)
                .isLessThanOrEqualTo(Voucher.LONGEST);
    }

    @Test
    void answersARepeatedRequestWithTheSameDebit() {
        var purse = Purse.loaded(1_000);
        var offer = purse.offer(300);
        Signed<?> first;
        try (var session = purse.element.open(Power.OWN)) {
            first = session.pay(offer, Optional.empty()).debit();
        }
        try (var session = purse.element.open(Power.OWN)) {
            assertThat(session.pay(offer, Optional.empty()).debit()).isEqualTo(first);
        }
        assertThat(purse.element.display().balanceFen()).isEqualTo(700);
    }

    @Test
    void refusesARepeatedRequestWithOtherWords() {
        var purse = Purse.loaded(1_000);
        var request = purse.offer(300).request().content();
        try (var session = purse.element.open(Power.OWN)) {
            var _ = session.pay(signed(purse, request), Optional.empty());
        }
        var other = new PaymentRequest(
                request.payee(), request.certificate(), 301, request.nonce(), request.time(), request.revocations());

        try (var session = purse.element.open(Power.OWN)) {
            refused(() -> session.pay(signed(purse, other), Optional.empty()), Refusal.REQUEST_REUSED);
        }
    }

    private static Offer signed(Purse purse, PaymentRequest request) {
        return new Offer(Signed.by(purse.till.key(), request), purse.till.chain());
    }

    @Test
    void paysNobodyWhoIsNotCertified() {
        var purse = Purse.loaded(1_000);
        var stranger = new Certified().holder(CertificateRole.TERMINAL, Purse.TILL);
        var other = purse.certified.holder(CertificateRole.TERMINAL, "T000000000000013");
        var signatory = purse.signatory;

        try (var session = purse.element.open(Power.OWN)) {
            refused(
                    () -> session.pay(purse.offer(1, stranger.key(), stranger, Purse.NOW), Optional.empty()),
                    Refusal.UNTRUSTED);
            refused(
                    () -> session.pay(purse.offer(1, other.key(), purse.till, Purse.NOW), Optional.empty()),
                    Refusal.UNTRUSTED);
            refused(
                    () -> session.pay(purse.offer(1, signatory.key(), signatory, Purse.NOW), Optional.empty()),
                    Refusal.UNTRUSTED);
            refused(
                    () -> session.pay(purse.offer(1, purse.holder.key(), purse.holder, Purse.NOW), Optional.empty()),
                    Refusal.UNTRUSTED);
            refused(
                    () -> session.pay(
                            purse.offer(1, purse.till.key(), purse.till, Certified.START.minusSeconds(1)),
                            Optional.empty()),
                    Refusal.CERTIFICATE_EXPIRED);
        }
        assertThat(purse.element.display().balanceFen()).isEqualTo(1_000);
    }

    @Test
    void paysAnotherPurse() {
        var purse = Purse.loaded(1_000);
        var friend = purse.certified.holder(CertificateRole.PURSE, "P00000000000000B");
        try (var session = purse.element.open(Power.OWN)) {
            var _ = session.pay(purse.offer(400, friend.key(), friend, Purse.NOW), Optional.empty());
        }
        assertThat(purse.element.display().balanceFen()).isEqualTo(600);
    }

    @Test
    void refusesASecondSessionAndOneThatHasEnded() {
        var purse = Purse.loaded(1_000);
        var session = purse.element.open(Power.OWN);

        refused(() -> purse.element.open(Power.OWN), Refusal.SESSION_OPEN);
        refused(() -> purse.element.close(purse.challenge()), Refusal.SESSION_OPEN);
        session.close();
        refused(() -> session.pay(purse.offer(1), Optional.empty()), Refusal.SESSION_ENDED);
        purse.pay(1);
    }

    @Test
    void keepsTheAcknowledgementOfThePayeeAlone() {
        var purse = Purse.loaded(1_000);
        try (var session = purse.element.open(Power.OWN)) {
            var debit = session.pay(purse.offer(10), Optional.empty()).debit();
            var right = acknowledgement(debit, Voucher.acknowledgedBy(purse.till.key(), debit));
            var wrong = acknowledgement(debit, Voucher.acknowledgedBy(purse.holder.key(), debit));

            refused(() -> session.acknowledged(wrong, purse.till.chain()), Refusal.UNTRUSTED);
            refused(
                    () -> session.acknowledged(new Acknowledgement(Hash.ZERO, right.signature()), purse.till.chain()),
                    Refusal.NOT_EXPECTED);
            refused(() -> session.acknowledged(right, purse.holder.chain()), Refusal.UNTRUSTED);
            refused(() -> session.again(Hash.ZERO), Refusal.NOT_EXPECTED);
            assertThat(session.again(debit.content().hash()).debit()).isEqualTo(debit);
            assertThat(purse.element.display().unacknowledged()).isOne();
            session.acknowledged(right, purse.till.chain());
            session.acknowledged(right, purse.till.chain());
        }
        assertThat(purse.element.display().unacknowledged()).isZero();
        assertThat(purse.element
                        .kept()
                        .getFirst()
                        .voucher()
                        .isAcknowledgedBy(purse.till.key().verifying()))
                .isTrue();
    }

    private static Acknowledgement acknowledgement(Signed<Debit> debit, Voucher voucher) {
        return new Acknowledgement(
                debit.content().hash(), voucher.acknowledgement().orElseThrow());
    }

    @Test
    void holdsWhatTheBankOrdersOnceAndInOrder() {
        var purse = Purse.personalised();
        refused(() -> purse.pay(1), Refusal.NO_LOAD);
        var first = purse.order(1_000);
        purse.element.load(first, purse.signatory.chain());
        purse.pay(10);
        purse.element.load(first, purse.signatory.chain());
        assertThat(purse.element.display().balanceFen()).isEqualTo(990);

        refused(() -> purse.load(500), Refusal.LOAD_OPEN);
        var closing = purse.element.close(purse.challenge()).content();
        var head = closing.head();
        refused(() -> load(purse, purse.order(Purse.ID, 3, 500, 1, head)), Refusal.OUT_OF_ORDER);
        refused(() -> load(purse, purse.order(Purse.ID, 2, 500, 0, head)), Refusal.OUT_OF_ORDER);
        refused(() -> load(purse, purse.order(Purse.ID, 2, 500, 1, Hash.ZERO)), Refusal.OUT_OF_ORDER);
        refused(() -> load(purse, purse.order(Purse.ID, 1, 500, 1, head)), Refusal.OUT_OF_ORDER);
        refused(() -> load(purse, purse.order("P00000000000000B", 2, 500, 1, head)), Refusal.OTHER_PURSE);
        refused(() -> load(purse, purse.order(Purse.ID, 2, 100_001, 1, head)), Refusal.OVER_BALANCE_LIMIT);
        load(purse, purse.order(Purse.ID, 2, 100_000, 1, head));
        assertThat(purse.element.display().balanceFen()).isEqualTo(100_000);
    }

    private static void load(Purse purse, Signed<LoadOrder> order) {
        purse.element.load(order, purse.signatory.chain());
    }

    @Test
    void obeysTheBanksSignatoryAlone() {
        var purse = Purse.personalised();
        var order = purse.order(1_000);
        var stranger = new Certified().holder(CertificateRole.SIGNATORY, "Signatory 1");

        refused(() -> purse.element.load(order, purse.till.chain()), Refusal.UNTRUSTED);
        refused(
                () -> purse.element.load(Signed.by(stranger.key(), order.content()), stranger.chain()),
                Refusal.UNTRUSTED);
        refused(
                () -> purse.element.load(Signed.by(purse.till.key(), order.content()), purse.signatory.chain()),
                Refusal.UNTRUSTED);
    }

    @Test
    void closesInOneActAndSaysTheSameAgain() {
        var purse = Purse.loaded(1_000);
        purse.pay(300);

        var closing = purse.element.close(purse.challenge());

        assertThat(closing.isSignedBy(purse.holder.key().verifying())).isTrue();
        assertThat(closing.content().closes()).isTrue();
        assertThat(closing.content().balanceFen()).isEqualTo(700);
        assertThat(purse.element.display().balanceFen()).isZero();
        assertThat(purse.element.close(purse.challenge())).isEqualTo(closing);
        refused(() -> purse.pay(1), Refusal.NO_LOAD);
        refused(() -> Purse.personalised().element.close(purse.challenge()), Refusal.NO_LOAD);
    }

    @Test
    void saysItsStateToTheChallenge() {
        var purse = Purse.loaded(1_000);
        purse.pay(300);
        var challenge = purse.challenge();

        var said = purse.element.state(challenge);

        assertThat(said.isSignedBy(purse.holder.key().verifying())).isTrue();
        assertThat(said.content().closes()).isFalse();
        assertThat(said.content().balanceFen()).isEqualTo(700);
        assertThat(said.content().counter()).isOne();
        assertThat(said.content().challenge()).isEqualTo(challenge);
        assertThat(purse.element.display().balanceFen()).isEqualTo(700);
    }

    @Test
    void paysOnAfterTheBankHasSeenIt() {
        var purse = Purse.loaded(1_000);
        for (int i = 0; i < 4; i++) {
            purse.pay(1);
        }
        refused(() -> purse.pay(1), Refusal.TOO_MANY_PAYMENTS);

        refused(() -> purse.element.synced(purse.receipt(5), purse.signatory.chain()), Refusal.OUT_OF_ORDER);
        purse.element.synced(purse.receipt(3), purse.signatory.chain());
        assertThat(purse.element.display().paymentsLeft()).isEqualTo(3);
        purse.element.synced(purse.receipt(2), purse.signatory.chain());
        assertThat(purse.element.display().paymentsLeft()).isEqualTo(3);
        purse.pay(1);
        assertThat(purse.element.display().paymentsLeft()).isEqualTo(2);
    }

    @Test
    void keepsWhatNoPayeeHasAcknowledgedThoughTheBankHasSeenIt() {
        var purse = Purse.loaded(1_000);
        purse.pay(1);
        try (var session = purse.element.open(Power.OWN)) {
            var debit = session.pay(purse.offer(2), Optional.empty()).debit();
            session.acknowledged(
                    acknowledgement(debit, Voucher.acknowledgedBy(purse.till.key(), debit)), purse.till.chain());
        }

        purse.element.synced(purse.receipt(2), purse.signatory.chain());

        assertThat(purse.element.kept())
                .singleElement()
                .satisfies(
                        kept -> assertThat(kept.debit().content().amountFen()).isOne());
        assertThat(purse.element.display().totalLeftFen()).isEqualTo(Purse.LIMITS.totalFen());
    }

    @Test
    void blocksThePinAfterThreeWrongOnesUntilTheNextLoad() {
        var purse = Purse.loaded(60_000);
        refused(() -> purse.element.changePin(Optional.empty(), "12345"), Refusal.PIN_INVALID);
        purse.element.changePin(Optional.empty(), PIN);
        refused(() -> purse.element.changePin(Optional.empty(), "000000"), Refusal.PIN_REQUIRED);
        for (int i = 0; i < 3; i++) {
            refused(() -> purse.pay(30_000, Optional.of("000000"), Power.OWN), Refusal.PIN_WRONG);
        }
        refused(() -> purse.pay(30_000, Optional.of(PIN), Power.OWN), Refusal.PIN_BLOCKED);
        purse.pay(20_000);

        var _ = purse.element.close(purse.challenge());
        purse.load(50_000);
        purse.pay(30_000, Optional.of(PIN), Power.OWN);
        assertThat(purse.element.kept().getLast().debit().content().pinVerified())
                .isTrue();
    }

    @Test
    void doesNothingAnyMoreWhenAFormerStateIsPutBack() {
        var purse = Purse.loaded(1_000);
        var former = purse.memory.copy();
        purse.pay(300);

        purse.memory.restore(former, false);

        refused(() -> purse.pay(300), Refusal.ROLLED_BACK);
        refused(() -> purse.element.close(purse.challenge()), Refusal.ROLLED_BACK);
        refused(purse.element::display, Refusal.ROLLED_BACK);
    }

    @Test
    void takesARenewedCertificateOfTheSamePurseAndKey() {
        var purse = Purse.loaded(1_000);
        var operator = purse.certified.operator();
        var key = purse.holder.key().verifying();
        var renewed =
                operator.issue(CertificateRole.PURSE, Purse.ID, Certified.OPERATOR, key, Purse.NOW, Certified.YEAR);
        var others = operator.issue(
                CertificateRole.PURSE, "P00000000000000B", Certified.OPERATOR, key, Purse.NOW, Certified.YEAR);

        purse.element.personalise(chain(purse, renewed));
        assertThat(purse.element.display().chain().holder()).isEqualTo(renewed);
        assertThat(purse.element.display().balanceFen()).isEqualTo(1_000);
        refused(() -> purse.element.personalise(chain(purse, others)), Refusal.OTHER_PURSE);
        refused(
                () -> purse.element.personalise(
                        purse.certified.holder(CertificateRole.PURSE, Purse.ID).chain()),
                Refusal.UNTRUSTED);
        refused(() -> purse.element.personalise(purse.till.chain()), Refusal.UNTRUSTED);
    }

    private static Chain chain(Purse purse, Certificate certificate) {
        return new Chain(certificate, purse.certified.operator().certificate());
    }

    @Test
    void refusesEverythingBeforeItHasACertificate() {
        refused(() -> new Purse().element.display(), Refusal.NOT_PERSONALISED);
        refused(() -> new Purse().element.state(Octets.of(new byte[16])), Refusal.NOT_PERSONALISED);
    }

    private static Optional<Throwable> thrownBy(ThrowingCallable call) {
        return Optional.ofNullable(org.assertj.core.api.Assertions.catchThrowable(call));
    }

    private static void refused(ThrowingCallable call, Refusal refusal) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }
}
