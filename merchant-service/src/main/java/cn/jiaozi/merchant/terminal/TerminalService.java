package cn.jiaozi.merchant.terminal;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.chassis.Reannouncing.Page;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.merchant.audit.AuditLine;
import cn.jiaozi.merchant.audit.AuditService;
import cn.jiaozi.merchant.onboarding.Merchant;
import cn.jiaozi.merchant.onboarding.MerchantService;
import cn.jiaozi.merchant.onboarding.MerchantSettings;
import cn.jiaozi.merchant.outlet.OutletService;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Binds, activates and deactivates terminals. Whoever changes one holds the lock on its row, so that an activation, a
/// deactivation and a new code come one after the other, whichever instances they reach.
@Service
public class TerminalService {
    private final MerchantService merchants;
    private final OutletService outlets;
    private final TerminalStore store;
    private final AuditService audit;
    private final Outbox outbox;
    private final MerchantSettings settings;
    private final Clock clock;

    TerminalService(
            MerchantService merchants,
            OutletService outlets,
            TerminalStore store,
            AuditService audit,
            Outbox outbox,
            MerchantSettings settings,
            Clock clock) {
        this.merchants = merchants;
        this.outlets = outlets;
        this.store = store;
        this.audit = audit;
        this.outbox = outbox;
        this.settings = settings;
        this.clock = clock;
    }

    @Transactional
    public Mono<Begun<Terminal>> bind(
            Caller caller, String merchantNo, String storeNo, String actId, Terminal.Content content) {
        return outlets.known(caller, merchantNo, storeNo)
                .then(store.find(merchantNo, storeNo, actId))
                .map(there -> repeated(there, content))
                .switchIfEmpty(Mono.defer(() -> merchants
                        .active(merchantNo)
                        .flatMap(merchant -> bond(merchant, storeNo))
                        .flatMap(bond -> store.nextSerial()
                                .map(serial -> Terminal.bound(
                                        String.format("%08d", serial),
                                        merchantNo,
                                        storeNo,
                                        actId,
                                        content,
                                        bond,
                                        clock.instant())))
                        .flatMap(terminal -> insert(caller, terminal))));
    }

    Mono<Terminal> find(Caller caller, String merchantNo, String storeNo, String actId) {
        return outlets.known(caller, merchantNo, storeNo)
                .then(store.find(merchantNo, storeNo, actId))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no terminal " + actId)));
    }

    /// For those who act for its merchant, for operators and for the terminal itself; to others there is none.
    public Mono<Terminal> find(Caller caller, String terminalId) {
        return store.find(terminalId)
                .filterWhen(terminal -> isOpen(terminal, caller))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no terminal " + terminalId + " of yours")));
    }

    /// The terminal as it stays until the caller's transaction ends; empty when there is none.
    @Transactional
    public Mono<Terminal> lock(String terminalId) {
        return store.lock(terminalId);
    }

    /// Gives a locked terminal its key; empty when the key was registered before.
    @Transactional
    public Mono<Terminal> activate(Caller caller, Terminal bound, TerminalKey key) {
        var active = bound.activated(key);
        return store.claim(key)
                .filter(claimed -> claimed)
                .flatMap(_ -> store.activate(active, key)
                        .then(note(active.line(
                                TerminalAct.ACTIVATED, caller.scope(), Optional.of(key.actId()), key.registeredAt())))
                        .then(announce(active))
                        .thenReturn(active));
    }

    /// Deactivates for good; who comes second is told what was said first.
    @Transactional
    public Mono<Begun<Terminal>> deactivate(Caller caller, String terminalId, String reason) {
        return find(caller, terminalId)
                .then(store.lock(terminalId))
                .flatMap(terminal -> terminal.state() == TerminalState.DEACTIVATED
                        ? Mono.just(new Begun<>(terminal, true))
                        : deactivated(caller, terminal, new Terminal.Deactivation(reason, clock.instant())));
    }

    /// For the gateway's copy.
    @Transactional
    Mono<Page> reannounce(String after, int atMost) {
        return store.after(after, atMost)
                .filter(found -> !found.isEmpty())
                .flatMap(found -> Flux.fromIterable(found)
                        .concatMap(this::announcements)
                        .flatMapIterable(keys -> keys)
                        .collectList()
                        .flatMap(keys -> outbox.announce(keys)
                                .thenReturn(new Page(found.getLast().terminalId(), keys.size()))));
    }

    @Transactional
    public Mono<Void> note(AuditLine line) {
        return audit.add(List.of(line));
    }

    private Mono<Terminal.Bond> bond(Merchant merchant, String storeNo) {
        return outlets.accountTail(merchant, storeNo)
                .map(tail -> new Terminal.Bond(
                        settings.operator(), merchant.registration().uscc(), tail));
    }

    private Mono<Boolean> isOpen(Terminal terminal, Caller caller) {
        return caller.is(Role.TERMINAL)
                ? Mono.just(caller.terminal()
                        .filter(own -> own.terminalId().equals(terminal.terminalId()))
                        .isPresent())
                : merchants.find(terminal.merchantNo()).map(merchant -> merchant.isOpenTo(caller));
    }

    private Mono<Begun<Terminal>> insert(Caller caller, Terminal terminal) {
        return store.insert(terminal)
                .flatMap(inserted -> inserted
                        ? note(terminal.line(
                                        TerminalAct.BOUND,
                                        caller.scope(),
                                        Optional.of(terminal.actId()),
                                        terminal.boundAt()))
                                .thenReturn(new Begun<>(terminal, false))
                        : store.find(terminal.merchantNo(), terminal.storeNo(), terminal.actId())
                                .map(there -> repeated(there, terminal.content()))
                                .switchIfEmpty(Mono.error(() -> Problem.of(
                                        HttpStatus.CONFLICT,
                                        Reason.TERMINAL_BOUND,
                                        "The serial number is bound to a store already"))));
    }

    private Mono<Begun<Terminal>> deactivated(Caller caller, Terminal before, Terminal.Deactivation deactivation) {
        var after = before.deactivated(deactivation);
        return store.deactivate(after, deactivation)
                .then(note(after.line(TerminalAct.DEACTIVATED, caller.scope(), Optional.empty(), deactivation.at())))
                .then(announce(after))
                .thenReturn(new Begun<>(after, false));
    }

    private Mono<Void> announce(Terminal terminal) {
        return announcements(terminal).flatMap(outbox::announce);
    }

    private Mono<List<Announcement>> announcements(Terminal terminal) {
        return merchants
                .find(terminal.merchantNo())
                .map(merchant -> terminal.signerKey(merchant.party()).stream()
                        .map(key -> new Announcement(Topics.TERMINAL_KEY, key.keyId(), key))
                        .toList());
    }

    private static Begun<Terminal> repeated(Terminal there, Terminal.Content content) {
        there.content().difference(content).ifPresent(pointer -> {
            throw Problem.conflict(pointer, "The terminal " + there.actId() + " was bound with other content");
        });
        return new Begun<>(there, true);
    }
}
