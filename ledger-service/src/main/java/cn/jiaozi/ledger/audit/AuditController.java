package cn.jiaozi.ledger.audit;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Parameters;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Role;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class AuditController {
    private final AuditService audit;

    AuditController(AuditService audit) {
        this.audit = audit;
    }

    /// Now, at the end of a block, or at the end of a closed day.
    @GetMapping("/v1/trial-balance")
    Mono<TrialBalance> trialBalance(
            @RequestParam @Min(1) @Nullable Long block, @RequestParam @Nullable String date, Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        if (block != null && date != null) {
            throw Problem.badRequest("date", "is not asked for together with block");
        }
        if (block != null) {
            return audit.trialBalanceOfBlock(block);
        }
        return date == null ? audit.trialBalance() : audit.trialBalanceOfDay(Parameters.date("date", date));
    }

    @GetMapping("/v1/invariants")
    Mono<Invariant.All> invariants(Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        return audit.invariants();
    }
}
