package cn.jiaozi.merchant.fee;

import cn.jiaozi.chassis.Asking;
import cn.jiaozi.contracts.LedgerEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Ends fees by what the ledger says, and brings those to it again that it has rejected.
@Service
public class FeeService {
    public static final String NOUN = "fee";

    private static final Logger log = LoggerFactory.getLogger(FeeService.class);

    private final FeeStore store;
    private final ChargingService charging;
    private final Asking asking;
    private final FeeSettings settings;
    private final MeterRegistry metrics;
    private final Clock clock;

    FeeService(
            FeeStore store,
            ChargingService charging,
            Asking asking,
            FeeSettings settings,
            MeterRegistry metrics,
            Clock clock) {
        this.store = store;
        this.charging = charging;
        this.asking = asking;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// @param answers to what was asked about fees, in their order
    @Transactional
    public Mono<Void> hear(List<LedgerEvent> answers) {
        if (answers.isEmpty()) {
            return Mono.empty();
        }
        var named =
                answers.stream().map(event -> event.id().businessId()).collect(Collectors.toCollection(TreeSet::new));
        return store.lock(named).flatMap(locked -> hear(answers, locked));
    }

    /// Rejected fees whose time has come, also where no sale has.
    ///
    /// @return how many
    @Transactional
    Mono<Integer> askAgain(int atMost) {
        return store.due(clock.instant(), atMost)
                .flatMap(due -> charging.ask(due).thenReturn(due.size()));
    }

    private Mono<Void> hear(List<LedgerEvent> answers, List<Fee> locked) {
        Map<String, Fee> now = locked.stream()
                .collect(Collectors.toMap(Fee::businessId, Function.identity(), (a, _) -> a, LinkedHashMap::new));
        answers.forEach(this::alert);
        var ended = new LinkedHashMap<String, Fee>();
        for (var answer : answers) {
            var before = now.get(answer.id().businessId());
            if (before == null) {
                log.error("An answer to a fee that we have never asked for: {}", answer.id());
            } else {
                before.heard(answer).ifPresent(after -> {
                    now.put(after.businessId(), after);
                    ended.put(after.businessId(), after);
                });
            }
        }
        var changed = List.copyOf(ended.values());
        count(changed);
        return store.answered(changed, clock.instant().plus(settings.askAgainAfter()))
                .then(asking.answered(changed.stream().map(Fee::step).toList()))
                .then(release(posted(changed)));
    }

    /// A conflict is never an answer: what was asked stays open.
    private void alert(LedgerEvent answer) {
        if (answer instanceof LedgerEvent.Conflicted conflicted) {
            log.error("The ledger knows {} with another {}", conflicted.id(), conflicted.field());
            metrics.counter("jiaozi.fee.conflicted").increment();
        }
    }

    private static Set<String> posted(List<Fee> changed) {
        return changed.stream()
                .filter(fee -> fee.state() == FeeState.POSTED && fee.kind() == Fee.Kind.FEE)
                .map(Fee::paymentBusinessId)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private Mono<Void> release(Set<String> payments) {
        return payments.isEmpty()
                ? Mono.empty()
                : Mono.defer(() -> store.release(payments).flatMap(charging::ask));
    }

    private void count(List<Fee> changed) {
        changed.stream()
                .filter(fee -> fee.state() == FeeState.REJECTED)
                .forEach(fee -> metrics.counter(
                                "jiaozi.fee.rejected",
                                "reason",
                                fee.reason().orElseThrow().name())
                        .increment());
    }
}
