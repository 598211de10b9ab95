package cn.jiaozi.sdk.element;

import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Certified;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.tap.Offer;
import cn.jiaozi.sdk.voucher.Limits;
import cn.jiaozi.sdk.voucher.LoadOrder;
import cn.jiaozi.sdk.voucher.PaymentRequest;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.SyncReceipt;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;

/// A chip with its bank and a till.
public final class Purse {
    public static final String ID = "P00000000000000A";
    public static final String TILL = "T000000000000012";
    public static final Instant NOW = Certified.START.plusSeconds(3_600);
    public static final Limits LIMITS = new Limits(3, 100_000, 20_000, 50_000, 4, 80_000, 2, 15_000);

    public final Certified certified = new Certified();
    public final Certified.Holder holder = certified.holder(CertificateRole.PURSE, ID);
    public final Certified.Holder signatory = certified.holder(CertificateRole.SIGNATORY, "Signatory 1");
    public final Certified.Holder till = certified.holder(CertificateRole.TERMINAL, TILL);
    public final HeldMemory memory = new HeldMemory();
    public final SoftElement element = element(memory);

    private final Random random = new Random(11);

    public static Purse personalised() {
        var purse = new Purse();
        purse.element.personalise(purse.holder.chain());
        return purse;
    }

    public static Purse loaded(long amountFen) {
        var purse = personalised();
        purse.load(amountFen);
        return purse;
    }

    /// Another chip with the same key, on that memory.
    public SoftElement element(Memory on) {
        return new SoftElement(holder.key(), certified.trust(), on, new Random(5));
    }

    public void load(long amountFen) {
        element.load(order(amountFen), signatory.chain());
    }

    public Signed<LoadOrder> order(long amountFen) {
        var display = element.display();
        return order(ID, display.load() + 1, amountFen, display.counter(), display.head());
    }

    public Signed<LoadOrder> order(String purse, int load, long amountFen, int counter, Hash head) {
        return Signed.by(signatory.key(), new LoadOrder(purse, load, amountFen, counter, head, LIMITS, NOW));
    }

    public Signed<SyncReceipt> receipt(int counter) {
        return Signed.by(signatory.key(), new SyncReceipt(ID, element.display().load(), counter));
    }

    public Octets challenge() {
        return Octets.random(16, random);
    }

    public Offer offer(long amountFen) {
        return offer(amountFen, till.key(), till, NOW);
    }

    public Offer offer(long amountFen, SigningKey key, Certified.Holder payee, Instant time) {
        var certificate = payee.certificate();
        var request = new PaymentRequest(
                certificate.subject(), certificate.serial(), amountFen, Octets.random(16, random), time, 1);
        return new Offer(Signed.by(key, request), payee.chain());
    }

    /// A payment that nobody acknowledges.
    public void pay(long amountFen) {
        pay(amountFen, Optional.empty(), Power.OWN);
    }

    public void pay(long amountFen, Optional<String> pin, Power power) {
        try (var session = element.open(power)) {
            var _ = session.pay(offer(amountFen), pin);
        }
    }
}
