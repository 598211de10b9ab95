package cn.jiaozi.merchant.receivable;

import cn.jiaozi.chassis.Asking;
import cn.jiaozi.contracts.LedgerEvent;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Has the ledger bound what merchants may owe. The account is opened by the first refund that may be advanced,
/// with the limit that payment-service knew of; from then on its limit is moved from here. As long as there is none
/// the ledger rejects that, and is asked again when the bank has paid for the first time.
@Service
public class LimitService {
    public static final String NOUN = Limit.NOUN;

    private final LimitStore store;
    private final Asking asking;

    LimitService(LimitStore store, Asking asking) {
        this.store = store;
        this.asking = asking;
    }

    /// Limits that have changed.
    ///
    /// @return how many
    @Transactional
    Mono<Integer> askChanged(int atMost) {
        return store.takeUnasked(atMost)
                .flatMap(wallets -> ask(Set.copyOf(wallets)).thenReturn(wallets.size()));
    }

    /// Joins the caller's transaction.
    Mono<Void> ask(Collection<String> walletIds) {
        return walletIds.isEmpty()
                ? Mono.empty()
                : store.limits(walletIds)
                        .flatMap(limits ->
                                asking.ask(limits.stream().map(Limit::ask).toList()));
    }

    /// Whatever was answered, nothing is left to be done.
    @Transactional
    public Mono<Void> hear(List<LedgerEvent> answers) {
        return asking.answered(answers.stream().map(LedgerEvent::id).toList());
    }
}
