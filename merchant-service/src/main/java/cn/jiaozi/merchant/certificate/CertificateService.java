package cn.jiaozi.merchant.certificate;

import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.merchant.certificate.CertificateRules.Certifiable;
import cn.jiaozi.merchant.certificate.CertificateRules.Refused;
import cn.jiaozi.merchant.onboarding.MerchantService;
import cn.jiaozi.merchant.terminal.Terminal;
import cn.jiaozi.merchant.terminal.TerminalAct;
import cn.jiaozi.merchant.terminal.TerminalService;
import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.CertificateAuthority;
import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.sdk.voucher.Party;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Certifies terminals of active merchants, each under the lock on its row, so that none is certified while it is
/// deactivated.
@Service
class CertificateService {
    private final TerminalService terminals;
    private final MerchantService merchants;
    private final CertificateStore store;
    private final CertificateAuthority authority;
    private final Certificate root;
    private final Duration validity;
    private final Clock clock;

    CertificateService(
            TerminalService terminals,
            MerchantService merchants,
            CertificateStore store,
            CertificateSettings settings,
            Clock clock) {
        this.terminals = terminals;
        this.merchants = merchants;
        this.store = store;
        this.authority = settings.authority();
        this.root = settings.rootCertificate();
        this.validity = settings.validity();
        this.clock = clock;
    }

    /// A repeat is told what was certified first, whatever became of the terminal since.
    @Transactional
    public Mono<Begun<TerminalCertificate>> certify(Caller caller, String terminalId, String actId) {
        return terminals
                .find(caller, terminalId)
                .then(terminals.lock(terminalId))
                .flatMap(terminal -> store.find(terminalId, actId)
                        .map(there -> new Begun<>(there, true))
                        .switchIfEmpty(Mono.defer(() -> decided(caller, terminal, actId))));
    }

    Mono<TerminalCertificate> find(Caller caller, String terminalId, String actId) {
        return terminals
                .find(caller, terminalId)
                .then(store.find(terminalId, actId))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no certificate " + actId)));
    }

    private Mono<Begun<TerminalCertificate>> decided(Caller caller, Terminal terminal, String actId) {
        return switch (CertificateRules.decide(terminal)) {
            case Certifiable(var key) ->
                merchants
                        .active(terminal.merchantNo())
                        .then(Mono.defer(() -> certified(caller, terminal, issued(terminal.terminalId(), actId, key))));
            case Refused(var reason, var detail) -> Mono.error(Problem.of(HttpStatus.CONFLICT, reason, detail));
        };
    }

    private Mono<Begun<TerminalCertificate>> certified(
            Caller caller, Terminal terminal, TerminalCertificate certificate) {
        return store.insert(certificate)
                .then(terminals.note(terminal.line(
                        TerminalAct.CERTIFIED, caller.scope(), Optional.of(certificate.id()), certificate.notBefore())))
                .thenReturn(new Begun<>(certificate, false));
    }

    /// It ends with its operator's certificate at the latest, since a chain is believed as long as both are
    /// valid.
    private TerminalCertificate issued(String terminalId, String actId, VerifyingKey key) {
        var operator = authority.certificate();
        Instant now = clock.instant();
        Duration left = Duration.between(now, operator.notAfter());
        var certificate = authority.issue(
                CertificateRole.TERMINAL,
                Party.terminal(terminalId),
                operator.operator(),
                key,
                now,
                validity.compareTo(left) < 0 ? validity : left);
        return new TerminalCertificate(
                actId,
                terminalId,
                key.id(),
                certificate.serial().hex(),
                certificate.pem(),
                operator.pem(),
                root.pem(),
                certificate.notBefore(),
                certificate.notAfter());
    }
}
