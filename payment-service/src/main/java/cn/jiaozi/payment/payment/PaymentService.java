package cn.jiaozi.payment.payment;

import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.chassis.Together;
import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.payment.code.CodeMint;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/// Begins payments and finds them again.
@Service
public class PaymentService {
    private static final int BEGIN_AT_MOST = 500;
    private static final int BEGIN_WAITING = 2_000;
    private static final int RACES = 5;
    private static final int REREAD_AT_MOST = 1_000;
    private static final int REREAD_WAITING = 20_000;

    private final PaymentStore store;
    private final String operator;
    private final UnaryOperator<String> codeHash;
    private final PinProofs proofs;
    private final Traffic traffic;
    private final Together<Wish, Beginning.Answer> beginning;
    private final Together<UUID, Optional<Payment>> rereading;

    PaymentService(
            PaymentStore store,
            BeginningService beginnings,
            CodeMint codes,
            PinProofs proofs,
            Traffic traffic,
            PaymentSettings settings) {
        this.store = store;
        this.operator = settings.operator();
        this.codeHash = codes::hash;
        this.proofs = proofs;
        this.traffic = traffic;
        this.beginning = new Together<>(
                BEGIN_AT_MOST,
                BEGIN_WAITING,
                wishes -> Mono.defer(() -> beginnings.begin(wishes))
                        .retryWhen(Retry.max(RACES)
                                .filter(ConcurrencyFailureException.class::isInstance)
                                .onRetryExhaustedThrow((_, last) -> last.failure())));
        this.rereading = new Together<>(
                REREAD_AT_MOST,
                REREAD_WAITING,
                ids -> store.find(ids)
                        .map(found -> ids.stream()
                                .map(id -> Optional.ofNullable(found.get(id)))
                                .toList()));
    }

    /// Whoever comes while payments are being begun begins with all the others that came meanwhile.
    public Mono<Begun<Payment>> begin(Caller caller, String actId, Intent said) {
        traffic.began();
        var intent = said.completed(operator, codeHash);
        var wish = new Wish(withFactors(caller, actId, said), actId, intent);
        return beginning.ask(wish).map(answer -> switch (answer) {
            case Beginning.Answer.Of(Begun<Payment> begun) -> sameContent(begun, intent);
            case Beginning.Answer.NoPayer(Reason reason) ->
                throw Problem.of(HttpStatus.CONFLICT, reason, "Nothing was begun; ask the customer for a new code");
        });
    }

    /// A proof that shows nothing counts for nothing: a repeat may come when it has expired.
    private Caller withFactors(Caller caller, String actId, Intent said) {
        return said.proof()
                .filter(proof -> proofs.shows(proof.text(), caller.party(), proof.walletId(), actId))
                .map(_ -> caller.with(AuthFactor.PIN))
                .orElse(caller);
    }

    public Mono<Payment> find(UUID id) {
        return store.find(id);
    }

    /// As waiting callers read: many at once, with one statement.
    Mono<Payment> reread(Payment payment) {
        return rereading.ask(payment.id()).flatMap(Mono::justOrEmpty);
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

    private static Begun<Payment> sameContent(Begun<Payment> begun, Intent intent) {
        begun.act().intent().difference(intent).ifPresent(pointer -> {
            throw Problem.conflict(pointer, "The payment " + begun.act().actId() + " was asked for with other content");
        });
        return begun;
    }
}
