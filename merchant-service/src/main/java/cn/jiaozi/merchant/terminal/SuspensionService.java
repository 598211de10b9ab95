package cn.jiaozi.merchant.terminal;

import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.PaymentEvent.TerminalSuspected;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.merchant.audit.AuditLine;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Suspends terminals by what their vouchers have shown, and takes them back. Their keys count as before, so there
/// is nothing to announce.
@Service
public class SuspensionService {
    private static final Logger log = LoggerFactory.getLogger(SuspensionService.class);

    private final TerminalService terminals;
    private final TerminalStore store;
    private final Clock clock;

    SuspensionService(TerminalService terminals, TerminalStore store, Clock clock) {
        this.terminals = terminals;
        this.store = store;
        this.clock = clock;
    }

    /// There are few of them, so each is locked by itself, in the order of their ids.
    @Transactional
    public Mono<Void> suspect(List<TerminalSuspected> suspicions) {
        var newest = new TreeMap<String, Instant>();
        suspicions.forEach(
                each -> newest.merge(each.terminalId(), each.at(), (one, other) -> one.isAfter(other) ? one : other));
        return Flux.fromIterable(newest.entrySet())
                .concatMap(each -> suspect(each.getKey(), each.getValue()))
                .then();
    }

    /// Takes a suspended terminal back, or finds it in service.
    @Transactional
    public Mono<Begun<Terminal>> reactivate(Caller caller, String terminalId) {
        return terminals
                .find(caller, terminalId)
                .then(store.lock(terminalId))
                .flatMap(terminal -> switch (terminal.state()) {
                    case ACTIVE -> Mono.just(new Begun<>(terminal, true));
                    case SUSPENDED ->
                        move(terminal.reactivated(), TerminalAct.REACTIVATED, caller.scope())
                                .map(moved -> new Begun<>(moved, false));
                    case BOUND, DEACTIVATED ->
                        Mono.error(Problem.of(
                                HttpStatus.CONFLICT,
                                Reason.TERMINAL_STATE_INVALID,
                                "Only a terminal that is SUSPENDED is taken back, this one is " + terminal.state()));
                });
    }

    private Mono<Void> suspect(String terminalId, Instant at) {
        return store.lock(terminalId)
                .switchIfEmpty(Mono.fromRunnable(
                        () -> log.warn("There is a suspicion of a terminal that we have never bound: {}", terminalId)))
                .flatMap(terminal -> Mono.justOrEmpty(terminal.suspected(at)))
                .flatMap(suspended -> move(suspended, TerminalAct.SUSPENDED, AuditLine.SUITE))
                .then();
    }

    private Mono<Terminal> move(Terminal after, TerminalAct act, String who) {
        return store.move(after)
                .then(terminals.note(after.line(act, who, Optional.empty(), clock.instant())))
                .thenReturn(after);
    }
}
