package cn.jiaozi.payment.payment;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Ids;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.chassis.Together;
import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.payment.order.Order;
import cn.jiaozi.payment.order.OrderService;
import cn.jiaozi.payment.payee.PayeeService;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Begins payments and finds them again.
@Service
public class PaymentService {
    private static final int REREAD_AT_MOST = 1_000;

    private final PaymentStore store;
    private final OrderService orders;
    private final PayeeService payees;
    private final EndingService endings;
    private final Outbox outbox;
    private final PaymentSettings settings;
    private final Ids ids;
    private final Clock clock;
    private final Together<UUID, Payment> rereading;

    PaymentService(
            PaymentStore store,
            OrderService orders,
            PayeeService payees,
            EndingService endings,
            Outbox outbox,
            PaymentSettings settings,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.orders = orders;
        this.payees = payees;
        this.endings = endings;
        this.outbox = outbox;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
        this.rereading = new Together<>(REREAD_AT_MOST, store::find);
    }

    @Transactional
    public Mono<Begun<Payment>> begin(String party, String actId, Intent said) {
        var intent = said.completed(settings.operator());
        return store.find(party, actId)
                .map(there -> repeated(there, intent))
                .switchIfEmpty(Mono.defer(() -> switch (intent) {
                    case Intent.PersonToPerson p -> request(asked(party, actId, p), Optional.empty());
                    case Intent.OfOrder o -> purchase(o).flatMap(seen -> request(party, actId, o, seen));
                }));
    }

    public Mono<Payment> find(UUID id) {
        return store.find(id);
    }

    /// As waiting callers read: many at once, with one statement.
    Mono<Payment> reread(Payment payment) {
        return rereading.find(payment.id());
    }

    Mono<Payment> find(String party, String actId) {
        return store.find(party, actId);
    }

    /// Locks one payment for a refund; empty when there is none.
    public Mono<Payment> lock(UUID id) {
        return store.lock(List.of(id))
                .flatMap(found -> Mono.justOrEmpty(found.stream().findFirst()));
    }

    /// Locks many, in id order, for the outcomes of their refunds.
    public Mono<List<Payment>> lock(Collection<UUID> paymentIds) {
        return store.lock(paymentIds);
    }

    /// Stores how much is refunded of payments that the caller has locked.
    public Mono<Void> keepRefunds(Collection<Payment> locked) {
        return locked.isEmpty() ? Mono.empty() : store.keepRefunds(locked);
    }

    /// Everything the decision needs, with the order's row locked, so that one of two payers comes second.
    private Mono<Purchase> purchase(Intent.OfOrder intent) {
        return payees.merchant(intent.merchantNo())
                .singleOptional()
                .flatMap(merchant -> orders.lock(intent.merchantNo(), intent.orderId())
                        .flatMap(order -> storeOf(order).map(shop -> new Purchase(merchant, order, shop))));
    }

    private Mono<Optional<Payee>> storeOf(Optional<Order> order) {
        return order.flatMap(o -> o.content().storeNo().map(no -> payees.store(o.merchantNo(), no)))
                .orElse(Mono.just(Optional.empty()));
    }

    private Mono<Begun<Payment>> request(String party, String actId, Intent.OfOrder intent, Purchase seen) {
        var payment = asked(party, actId, intent, seen);
        return seen.refusal(intent.amountFen(), payment.requestedAt())
                .map(reason -> refuse(payment.with(Standing.refused(reason, payment.requestedAt()))))
                .orElseGet(() -> request(payment, seen.order()));
    }

    private Mono<Begun<Payment>> refuse(Payment payment) {
        return insert(payment, endings.refusedAtOnce(Movement.PAYMENT, payment.businessId(), payment.standing()));
    }

    private Mono<Begun<Payment>> request(Payment payment, Optional<Order> claimed) {
        var claim = claimed.map(order -> orders.claim(order, payment.id())).orElse(Mono.empty());
        var request = new Announcement(Topics.PAYMENT, payment.payer().walletId(), payment.request());
        return insert(payment, claim.then(outbox.announce(List.of(request))));
    }

    /// Stores the payment and does the rest, unless somebody was faster with the same id.
    private Mono<Begun<Payment>> insert(Payment payment, Mono<Void> rest) {
        var healAt = Healing.next(settings.payment().healAfter(), 0, payment.requestedAt());
        return store.insert(payment, healAt)
                .flatMap(inserted -> inserted
                        ? rest.thenReturn(new Begun<>(payment, false))
                        : store.find(payment.requestedBy(), payment.actId())
                                .map(there -> repeated(there, payment.intent())));
    }

    private Payment asked(String party, String actId, Intent.PersonToPerson intent) {
        var payee =
                new WalletParty(intent.payeeWalletId(), intent.payeeOperator().orElseThrow());
        return asked(party, actId, intent, Optional.of(payee), Optional.empty());
    }

    private Payment asked(String party, String actId, Intent.OfOrder intent, Purchase seen) {
        return asked(party, actId, intent, seen.payee().map(Payee::wallet), seen.shop());
    }

    private Payment asked(
            String party, String actId, Intent intent, Optional<WalletParty> payee, Optional<Payment.Shop> shop) {
        Instant now = clock.instant();
        return new Payment(
                ids.next(),
                party,
                actId,
                intent,
                new WalletParty(intent.payerWalletId(), settings.operator()),
                payee,
                shop,
                Standing.REQUESTED,
                Payment.Refunds.NONE,
                now,
                now.plus(settings.payment().validFor()));
    }

    private static Begun<Payment> repeated(Payment there, Intent intent) {
        there.intent().difference(intent).ifPresent(pointer -> {
            throw Problem.conflict(pointer, "The payment " + there.actId() + " was asked for with other content");
        });
        return new Begun<>(there, true);
    }
}
