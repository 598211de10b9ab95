package cn.jiaozi.ledger.audit;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class AuditController {
    private final AuditService audit;

    AuditController(AuditService audit) {
        this.audit = audit;
    }

    @GetMapping("/v1/trial-balance")
    Mono<TrialBalance> trialBalance(Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        return audit.trialBalance();
    }

    @GetMapping("/v1/invariants")
    Mono<Invariant.All> invariants(Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        return audit.invariants();
    }
}
