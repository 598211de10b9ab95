package cn.jiaozi.payment.payment;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Role;
import java.util.UUID;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/// Who may read which payment. Others are told that there is none.
@Service
public class ReadingService {
    /// The caller's own id (up to 32 characters) or the payment's (36).
    public static final String EITHER_ID =
            "[0-9A-Za-z_-]{6,32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    private static final int UUID_LENGTH = 36;

    private final PaymentStore store;

    ReadingService(PaymentStore store) {
        this.store = store;
    }

    /// For the payer, the payee merchant, its terminals and operators.
    public Mono<Payment> find(Caller caller, String eitherId) {
        return byEither(caller, eitherId)
                .filter(payment -> isPayerOrOperator(caller, payment) || isSeller(caller, payment))
                .switchIfEmpty(notFound(eitherId));
    }

    /// For the payer and operators.
    public Mono<Payment> findWhole(Caller caller, String eitherId) {
        return byEither(caller, eitherId)
                .filter(payment -> isPayerOrOperator(caller, payment))
                .switchIfEmpty(notFound(eitherId));
    }

    private Mono<Payment> byEither(Caller caller, String id) {
        return id.length() == UUID_LENGTH ? store.find(UUID.fromString(id)) : store.find(caller.scope(), id);
    }

    private static boolean isSeller(Caller caller, Payment payment) {
        return payment.isSoldBy(caller.party()) && (caller.is(Role.MERCHANT) || caller.is(Role.TERMINAL));
    }

    private static boolean isPayerOrOperator(Caller caller, Payment payment) {
        return payment.isPaidBy(caller.party()) || caller.is(Role.OPERATOR);
    }

    private static Mono<Payment> notFound(String id) {
        return Mono.error(() -> Problem.notFound("There is no payment " + id));
    }
}
