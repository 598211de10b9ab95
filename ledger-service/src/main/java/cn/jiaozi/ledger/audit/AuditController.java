package cn.jiaozi.ledger.audit;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Parameters;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class AuditController {
    private final AuditService audit;
    private final WalkService walk;
    private final FindingService findings;

    AuditController(AuditService audit, WalkService walk, FindingService findings) {
        this.audit = audit;
        this.walk = walk;
        this.findings = findings;
    }

    /// @param note why it may go on
    record ReleaseBody(@NotBlank @Size(max = 500) String note) {}

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

    /// Walks blocks again from the tables and names the first difference.
    ///
    /// @param checkpoint `number:hash` of headers that were published and are to be found in the chain
    @GetMapping("/v1/audit/blocks")
    Mono<WalkService.Walked> blocks(
            @RequestParam @Min(1) long from,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(defaultValue = "") @Size(max = 200)
                    List<@Pattern(regexp = "[1-9][0-9]{0,17}:[0-9a-f]{64}") String> checkpoint,
            Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        return walk.walk(from, limit, checkpoint);
    }

    @GetMapping("/v1/audit/findings")
    Mono<FindingView.Page> findings(
            @RequestParam(defaultValue = "9223372036854775807") @Min(1) long before,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        return findings.findings(before, limit);
    }

    @PutMapping("/v1/audit/findings/{number}/releases/{id}")
    Mono<FindingView> release(
            @PathVariable @Min(1) long number,
            @ActId @PathVariable String id,
            @Valid @RequestBody ReleaseBody body,
            Caller caller) {
        caller.require(Role.OPERATOR);
        return findings.release(number, id, body.note(), caller);
    }
}
