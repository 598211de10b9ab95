package cn.jiaozi.merchant.activation;

import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.merchant.activation.ActivationRules.Accepted;
import cn.jiaozi.merchant.activation.ActivationRules.Activated;
import cn.jiaozi.merchant.activation.ActivationRules.Attempt;
import cn.jiaozi.merchant.activation.ActivationRules.Outcome;
import cn.jiaozi.merchant.activation.ActivationRules.Refused;
import cn.jiaozi.merchant.activation.ActivationRules.Repeated;
import cn.jiaozi.merchant.onboarding.MerchantService;
import cn.jiaozi.merchant.terminal.Terminal;
import cn.jiaozi.merchant.terminal.TerminalAct;
import cn.jiaozi.merchant.terminal.TerminalKey;
import cn.jiaozi.merchant.terminal.TerminalService;
import cn.jiaozi.merchant.terminal.TerminalState;
import cn.jiaozi.sdk.key.VerifyingKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Gives out activation codes, and keys in exchange for them.
@Service
class ActivationService {
    private final TerminalService terminals;
    private final MerchantService merchants;
    private final ActivationStore store;
    private final CodeDerivation codes;
    private final Clock clock;

    ActivationService(
            TerminalService terminals,
            MerchantService merchants,
            ActivationStore store,
            ActivationSettings settings,
            Clock clock) {
        this.terminals = terminals;
        this.merchants = merchants;
        this.store = store;
        this.codes = new CodeDerivation(settings.activationKey());
        this.clock = clock;
    }

    @Transactional
    public Mono<Begun<ActivationCode.Issued>> issue(Caller caller, String terminalId, String actId) {
        String code = codes.of(terminalId, actId);
        return terminals
                .find(caller, terminalId)
                .then(terminals.lock(terminalId))
                .flatMap(terminal -> store.find(terminalId, actId)
                        .map(there -> new Begun<>(again(there, code), true))
                        .switchIfEmpty(Mono.defer(() -> issued(caller, terminal, actId, code))));
    }

    /// A refusal is an answer and no error, so that the transaction that counts it commits.
    @Transactional
    public Mono<Outcome> activate(Caller caller, String actId, Activation.Request request, VerifyingKey key) {
        var attempt =
                new Attempt(actId, request.serialNumber(), CodeDerivation.hash(request.activationCode()), key.id());
        return terminals
                .lock(request.terminalId())
                .flatMap(terminal -> store.current(terminal.terminalId())
                        .flatMap(current -> decided(caller, terminal, current, attempt, key)))
                .defaultIfEmpty(new Refused(Reason.ACTIVATION_CODE_WRONG));
    }

    private Mono<Begun<ActivationCode.Issued>> issued(Caller caller, Terminal terminal, String actId, String code) {
        if (terminal.state() != TerminalState.BOUND) {
            return Mono.error(Problem.of(
                    HttpStatus.CONFLICT,
                    Reason.TERMINAL_STATE_INVALID,
                    "Only a terminal that is BOUND can be activated, this one is " + terminal.state()));
        }
        return merchants.active(terminal.merchantNo()).then(Mono.defer(() -> issuedNow(caller, terminal, actId, code)));
    }

    private Mono<Begun<ActivationCode.Issued>> issuedNow(Caller caller, Terminal terminal, String actId, String code) {
        var now = clock.instant();
        var issued = ActivationCode.issued(terminal.terminalId(), actId, CodeDerivation.hash(code), now);
        return store.insert(issued)
                .then(terminals.note(terminal.line(TerminalAct.CODE_ISSUED, caller.scope(), Optional.of(actId), now)))
                .thenReturn(new Begun<>(issued.inClear(code), false));
    }

    private Mono<Outcome> decided(
            Caller caller, Terminal terminal, ActivationCode current, Attempt attempt, VerifyingKey key) {
        var now = clock.instant();
        return switch (ActivationRules.decide(terminal, current, attempt, now)) {
            case Accepted _ ->
                terminals
                        .activate(caller, terminal, new TerminalKey(key.id(), key.encoded(), attempt.actId(), now))
                        .flatMap(active -> told(active, false))
                        .defaultIfEmpty(new Refused(Reason.KEY_IN_USE));
            case Repeated _ -> told(terminal, true);
            case Refused refused ->
                refused.counts() ? counted(caller, terminal, current, now).thenReturn(refused) : Mono.just(refused);
        };
    }

    private Mono<Void> counted(Caller caller, Terminal terminal, ActivationCode current, Instant now) {
        var act = current.wrongTries() + 1 < ActivationCode.TRIES ? TerminalAct.CODE_WRONG : TerminalAct.CODE_LOCKED;
        return store.countWrongTry(current)
                .then(terminals.note(terminal.line(act, caller.scope(), Optional.of(current.actId()), now)));
    }

    private Mono<Outcome> told(Terminal terminal, boolean existed) {
        var key = terminal.key().orElseThrow();
        return merchants
                .find(terminal.merchantNo())
                .map(merchant -> new Activated(
                        new Activation(
                                key.actId(),
                                terminal.terminalId(),
                                terminal.merchantNo(),
                                terminal.storeNo(),
                                merchant.name(),
                                key.keyId(),
                                key.registeredAt()),
                        existed));
    }

    private static ActivationCode.Issued again(ActivationCode there, String code) {
        if (!there.isHashedAs(CodeDerivation.hash(code))) {
            throw Problem.of(
                    HttpStatus.CONFLICT,
                    Reason.ACTIVATION_CODE_EXPIRED,
                    "The code was derived with a former key and cannot be told again; ask for a new one");
        }
        return there.inClear(code);
    }
}
