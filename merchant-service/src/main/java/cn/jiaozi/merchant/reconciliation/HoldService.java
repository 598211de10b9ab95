package cn.jiaozi.merchant.reconciliation;

import cn.jiaozi.contracts.LedgerEvent;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Keeps how far what rides through the core is at the ledger: held, posted, or given back.
@Service
public class HoldService {
    private static final Set<String> NOUNS = Set.of("exchange", "payout");

    private final HoldStore store;

    HoldService(HoldStore store) {
        this.store = store;
    }

    @Transactional
    public Mono<Void> heard(List<LedgerEvent> events) {
        var holds = events.stream()
                .filter(event -> NOUNS.stream().anyMatch(event.id()::isOf))
                .flatMap(event -> Hold.of(event).stream())
                .toList();
        return holds.isEmpty() ? Mono.empty() : store.keep(holds);
    }
}
