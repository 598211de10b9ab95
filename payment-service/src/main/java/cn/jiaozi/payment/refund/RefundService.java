package cn.jiaozi.payment.refund;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Ids;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.PaymentEvent.RefundRequested;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.payment.payee.PayeeService;
import cn.jiaozi.payment.payment.EndingService;
import cn.jiaozi.payment.payment.Movement;
import cn.jiaozi.payment.payment.Payment;
import cn.jiaozi.payment.payment.PaymentService;
import cn.jiaozi.payment.payment.PaymentSettings;
import cn.jiaozi.payment.payment.Standing;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Begins refunds, one at a time for each payment.
@Service
public class RefundService {
    private final RefundStore store;
    private final PaymentService payments;
    private final PayeeService payees;
    private final EndingService endings;
    private final Outbox outbox;
    private final PaymentSettings.Payments settings;
    private final RefundRules rules;
    private final Ids ids;
    private final Clock clock;

    RefundService(
            RefundStore store,
            PaymentService payments,
            PayeeService payees,
            EndingService endings,
            Outbox outbox,
            PaymentSettings settings,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.payments = payments;
        this.payees = payees;
        this.endings = endings;
        this.outbox = outbox;
        this.settings = settings.payment();
        this.rules = new RefundRules(
                settings.payment().refundWindow(), settings.payment().refundsAtMost());
        this.ids = ids;
        this.clock = clock;
    }

    /// Everything under the payment's row lock: of two refunds at once one comes second and sees what is left.
    @Transactional
    public Mono<Begun<Refund>> begin(String party, UUID paymentId, String actId, RefundContent content) {
        return sold(party, paymentId, payments.lock(paymentId))
                .flatMap(payment -> store.find(paymentId, actId)
                        .map(there -> repeated(there, content))
                        .switchIfEmpty(Mono.defer(() -> begin(payment, asked(party, paymentId, actId, content)))));
    }

    Mono<Refund> find(String party, UUID paymentId, String actId) {
        return sold(party, paymentId, payments.find(paymentId))
                .then(store.find(paymentId, actId))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no refund " + actId)));
    }

    /// Of the suite itself, which does not ask whose it is.
    public Mono<Refund> find(UUID paymentId, String actId) {
        return store.find(paymentId, actId);
    }

    /// As the reversal of a sale asks for it.
    public Mono<Begun<Refund>> begin(String party, UUID paymentId, String actId, long amountFen) {
        return begin(party, paymentId, actId, new RefundContent(amountFen, Optional.empty()));
    }

    Mono<Refund> reread(Refund refund) {
        return store.find(refund.paymentId(), refund.actId());
    }

    /// All refunds of a payment, in the order in which they were asked for.
    public Flux<Refund> of(UUID paymentId) {
        return store.of(paymentId);
    }

    /// A payment between persons, or somebody else's, looks like none: nobody here may refund it.
    private static Mono<Payment> sold(String party, UUID paymentId, Mono<Payment> payment) {
        return payment.filter(p -> p.isSoldBy(party))
                .switchIfEmpty(Mono.error(() -> Problem.of(
                        HttpStatus.NOT_FOUND,
                        Reason.ORIGINAL_NOT_FOUND,
                        "There is no payment " + paymentId + " of an order of yours")));
    }

    private Mono<Begun<Refund>> begin(Payment payment, Refund refund) {
        return rules.refusal(payment, refund.content().amountFen(), refund.requestedAt())
                .map(reason -> refuse(refund.with(Standing.refused(reason, refund.requestedAt()))))
                .orElseGet(() -> request(payment, refund));
    }

    private Mono<Begun<Refund>> refuse(Refund refund) {
        return store.insert(refund, Optional.empty(), refund.requestedAt())
                .then(endings.refusedAtOnce(Movement.REFUND, refund.businessId(), refund.standing()))
                .thenReturn(new Begun<>(refund, false));
    }

    private Mono<Begun<Refund>> request(Payment payment, Refund refund) {
        return payees.merchant(payment.sold().orElseThrow().merchantNo())
                .singleOptional()
                .map(merchant -> refund.request(payment, merchant, settings.validFor()))
                .flatMap(request -> request(payment, refund, request));
    }

    private Mono<Begun<Refund>> request(Payment payment, Refund refund, RefundRequested request) {
        var reserved = payment.with(
                RefundRules.reserved(payment.refunds(), refund.content().amountFen()));
        return store.insert(
                        refund,
                        Optional.of(request),
                        refund.requestedAt().plus(settings.healAfter().getFirst()))
                .then(payments.keepRefunds(List.of(reserved)))
                .then(outbox.announce(
                        List.of(new Announcement(Topics.PAYMENT, request.payer().walletId(), request))))
                .thenReturn(new Begun<>(refund, false));
    }

    private Refund asked(String party, UUID paymentId, String actId, RefundContent content) {
        return new Refund(ids.next(), paymentId, party, actId, content, Standing.REQUESTED, clock.instant());
    }

    private static Begun<Refund> repeated(Refund there, RefundContent content) {
        there.content().difference(content).ifPresent(pointer -> {
            throw Problem.conflict(pointer, "The refund " + there.actId() + " was asked for with other content");
        });
        return new Begun<>(there, true);
    }
}
