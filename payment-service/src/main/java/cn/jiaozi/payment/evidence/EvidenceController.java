package cn.jiaozi.payment.evidence;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import jakarta.validation.constraints.Pattern;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class EvidenceController {
    private final EvidenceService evidence;

    EvidenceController(EvidenceService evidence) {
        this.evidence = evidence;
    }

    /// @param id hash of the voucher's debit
    @GetMapping(path = "/v1/vouchers/{id}/evidence", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<String> evidence(@PathVariable @Pattern(regexp = "[0-9a-f]{64}") String id, Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        return evidence.of(id);
    }
}
