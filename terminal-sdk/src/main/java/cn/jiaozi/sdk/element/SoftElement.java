package cn.jiaozi.sdk.element;

import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.certificate.Trust;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.key.Signer;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.tap.Acknowledgement;
import cn.jiaozi.sdk.tap.Offer;
import cn.jiaozi.sdk.tap.Payment;
import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.LoadOrder;
import cn.jiaozi.sdk.voucher.PaymentRequest;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Statement;
import cn.jiaozi.sdk.voucher.SyncReceipt;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A chip in software: it refuses whatever a chip would refuse, and keeps its promises as far as its [Memory]
/// does. It remembers nothing outside of it but the session, so that a tear at any moment leaves one state or
/// the next.
public final class SoftElement implements SecureElement {
    private static final Set<CertificateRole> PAYEES = Set.of(CertificateRole.TERMINAL, CertificateRole.PURSE);
    private static final Set<CertificateRole> SIGNATORIES = Set.of(CertificateRole.SIGNATORY);
    private static final Set<CertificateRole> PURSES = Set.of(CertificateRole.PURSE);

    private final Signer key;
    private final Trust trust;
    private final Memory memory;
    private final RandomGenerator random;
    private @Nullable Tap session;
    private @Nullable Read read;

    /// What the memory held when it was last looked at: the same bytes need not be understood again.
    private record Read(Octets bytes, ElementState state) {}

    /// @param key of the chip; nobody else has it
    public SoftElement(Signer key, Trust trust, Memory memory, RandomGenerator random) {
        this.key = key;
        this.trust = trust;
        this.memory = memory;
        this.random = random;
    }

    @Override
    public synchronized Display display() {
        var state = state();
        var limits = state.limits().map(known -> new Spending(state.balanceFen(), known, state.unseen()));
        return new Display(
                state.chain(),
                state.load(),
                state.isOpen(),
                state.balanceFen(),
                state.counter(),
                state.head(),
                limits.map(Spending::paymentsLeft).orElse(0),
                limits.map(Spending::totalLeftFen).orElse(0L),
                (int) state.kept().stream()
                        .filter(each -> each.acknowledgement().isEmpty())
                        .count());
    }

    @Override
    public synchronized void personalise(Chain chain) {
        var holder = chain.holder();
        require(
                trust.believes(chain, PURSES)
                        && holder.key().id().equals(key.verifying().id()),
                Refusal.UNTRUSTED);
        if (memory.read().isEmpty()) {
            // A memory that was wiped is one that was put back.
            require(memory.ratchet() == 0, Refusal.ROLLED_BACK);
            write(ElementState.first(chain));
            return;
        }
        var state = state();
        require(state.chain().holder().subject().equals(holder.subject()), Refusal.OTHER_PURSE);
        write(state.withChain(chain));
    }

    @Override
    public synchronized void changePin(Optional<String> current, String next) {
        var state = state();
        if (state.pin().isPresent()) {
            require(verified(state, current), Refusal.PIN_REQUIRED);
        }
        write(state().withPin(Pin.of(next, Octets.random(Pin.SALT, random))));
    }

    @Override
    public synchronized Session open(Power power) {
        require(session == null, Refusal.SESSION_OPEN);
        state();
        session = new Tap(power);
        return session;
    }

    @Override
    public synchronized void load(Signed<LoadOrder> order, Chain signatory) {
        var state = state();
        var content = order.content();
        require(content.purse().equals(purse(state)), Refusal.OTHER_PURSE);
        requireSigned(order, signatory, state);
        if (content.load() == state.load()) {
            require(state.order().filter(order::equals).isPresent(), Refusal.OUT_OF_ORDER);
            return;
        }
        require(!state.isOpen(), Refusal.LOAD_OPEN);
        boolean follows = content.load() == state.load() + 1
                && content.counter() == state.counter()
                && content.head().equals(state.head());
        require(follows, Refusal.OUT_OF_ORDER);
        require(content.amountFen() <= content.limits().balanceFen(), Refusal.OVER_BALANCE_LIMIT);
        write(state.loaded(order));
    }

    @Override
    public synchronized void synced(Signed<SyncReceipt> receipt, Chain signatory) {
        var state = state();
        var content = receipt.content();
        require(content.purse().equals(purse(state)), Refusal.OTHER_PURSE);
        requireSigned(receipt, signatory, state);
        require(content.counter() <= state.counter(), Refusal.OUT_OF_ORDER);
        if (content.counter() > state.synced()) {
            write(state.syncedTo(content.counter()));
        }
    }

    @Override
    public synchronized Signed<Statement> state(Octets challenge) {
        var state = state();
        return statement(state, false, challenge);
    }

    @Override
    public synchronized Signed<Statement> close(Octets challenge) {
        var state = state();
        require(state.order().isPresent(), Refusal.NO_LOAD);
        if (state.closing().isPresent()) {
            return state.closing().get();
        }
        require(session == null, Refusal.SESSION_OPEN);
        var statement = statement(state, true, challenge);
        write(state.closed(statement));
        return statement;
    }

    @Override
    public synchronized List<Kept> kept() {
        return state().kept();
    }

    private Signed<Statement> statement(ElementState state, boolean closes, Octets challenge) {
        return Signed.by(
                key,
                new Statement(
                        closes,
                        purse(state),
                        state.chain().holder().serial(),
                        state.load(),
                        state.counter(),
                        state.head(),
                        state.balanceFen(),
                        challenge));
    }

    /// Certificates of the bank's signatories are not looked at for their time: the chip has no clock.
    private void requireSigned(Signed<?> order, Chain signatory, ElementState state) {
        boolean believed = trust.believes(signatory, SIGNATORIES)
                && signatory.holder().operator().equals(state.chain().holder().operator())
                && order.isSignedBy(signatory.holder().key());
        require(believed, Refusal.UNTRUSTED);
    }

    /// Counts a wrong one before it says so.
    private boolean verified(ElementState state, Optional<String> shown) {
        if (shown.isEmpty() || state.pin().isEmpty()) {
            return false;
        }
        var pin = state.pin().get();
        require(!pin.isBlocked(), Refusal.PIN_BLOCKED);
        if (!pin.is(shown.get())) {
            write(state.withPin(pin.wrongOnce()));
            throw new Refused(Refusal.PIN_WRONG);
        }
        if (pin.wrong() > 0) {
            write(state.withPin(pin.unblocked()));
        }
        return true;
    }

    private ElementState state() {
        var bytes = memory.read().orElseThrow(() -> new Refused(Refusal.NOT_PERSONALISED));
        if (read == null || !read.bytes().equals(bytes)) {
            read = new Read(bytes, ElementState.read(bytes));
        }
        var state = read.state();
        require(state.writes() >= memory.ratchet(), Refusal.ROLLED_BACK);
        return state;
    }

    private void write(ElementState next) {
        memory.write(next.encoded(), next.writes());
    }

    private static String purse(ElementState state) {
        return state.chain().holder().subject();
    }

    private static void require(boolean right, Refusal otherwise) {
        if (!right) {
            throw new Refused(otherwise);
        }
    }

    private final class Tap implements Session {
        private final Power power;

        Tap(Power power) {
            this.power = power;
        }

        @Override
        public Payment pay(Offer offer, Optional<String> pin) {
            synchronized (SoftElement.this) {
                require(session == this, Refusal.SESSION_ENDED);
                var state = state();
                requireTrusted(offer, state);
                var before = state.kept().stream()
                        .map(Kept::debit)
                        .filter(debit ->
                                isAbout(debit.content(), offer.request().content()))
                        .findFirst();
                before.ifPresent(
                        debit -> require(debit.content().answers(offer.request().content()), Refusal.REQUEST_REUSED));
                var debit = before.orElseGet(() -> debited(offer.request().content(), pin));
                return new Payment(debit, state.chain());
            }
        }

        @Override
        public Payment again(Hash voucher) {
            synchronized (SoftElement.this) {
                require(session == this, Refusal.SESSION_ENDED);
                var state = state();
                return new Payment(kept(state, voucher).debit(), state.chain());
            }
        }

        @Override
        public void acknowledged(Acknowledgement acknowledgement, Chain payee) {
            synchronized (SoftElement.this) {
                require(session == this, Refusal.SESSION_ENDED);
                var state = state();
                var kept = kept(state, acknowledgement.voucher());
                var debit = kept.debit().content();
                var done = new Kept(kept.debit(), Optional.of(acknowledgement.signature()));
                boolean believed = trust.believes(payee, PAYEES)
                        && payee.holder().subject().equals(debit.payee())
                        && payee.holder().serial().equals(debit.payeeCertificate())
                        && done.voucher().isAcknowledgedBy(payee.holder().key());
                require(believed, Refusal.UNTRUSTED);
                if (kept.acknowledgement().isEmpty()) {
                    write(state.withKept(state.kept().stream()
                            .map(each -> each.equals(kept) ? done : each)
                            .toList()));
                }
            }
        }

        @Override
        public void close() {
            synchronized (SoftElement.this) {
                if (session == this) {
                    session = null;
                }
            }
        }

        private Signed<Debit> debited(PaymentRequest request, Optional<String> pin) {
            require(state().isOpen(), Refusal.NO_LOAD);
            boolean pinVerified = verified(state(), pin);
            var state = state();
            var limits = state.limits().orElseThrow(() -> new Refused(Refusal.NO_LOAD));
            new Spending(state.balanceFen(), limits, state.unseen())
                    .refusal(request.amountFen(), pinVerified, power)
                    .ifPresent(refusal -> {
                        throw new Refused(refusal);
                    });
            var debit = Signed.by(
                    key,
                    new Debit(
                            purse(state),
                            state.chain().holder().serial(),
                            state.load(),
                            Math.incrementExact(state.counter()),
                            state.head(),
                            request.amountFen(),
                            state.balanceFen() - request.amountFen(),
                            request.payee(),
                            request.certificate(),
                            request.nonce(),
                            request.time(),
                            request.revocations(),
                            limits.policy(),
                            pinVerified,
                            power == Power.FIELD,
                            0));
            write(state.debited(debit));
            return debit;
        }

        private void requireTrusted(Offer offer, ElementState state) {
            var request = offer.request();
            var payee = offer.payee().holder();
            boolean believed = trust.believes(offer.payee(), PAYEES)
                    && payee.subject().equals(request.content().payee())
                    && payee.serial().equals(request.content().certificate())
                    && !payee.subject().equals(purse(state))
                    && request.isSignedBy(payee.key());
            require(believed, Refusal.UNTRUSTED);
            var time = request.content().time();
            boolean valid = payee.isValidAt(time)
                    && offer.payee().operator().isValidAt(time)
                    && state.chain().holder().isValidAt(time);
            require(valid, Refusal.CERTIFICATE_EXPIRED);
        }

        private static Kept kept(ElementState state, Hash voucher) {
            return state.kept().stream()
                    .filter(each -> each.debit().content().hash().equals(voucher))
                    .findFirst()
                    .orElseThrow(() -> new Refused(Refusal.NOT_EXPECTED));
        }

        private static boolean isAbout(Debit debit, PaymentRequest request) {
            return debit.payee().equals(request.payee()) && debit.nonce().equals(request.nonce());
        }
    }
}
