package cn.jiaozi.merchant.audit;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;
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

    /// All of it, or what was done to one subject; also to such as belong to no merchant.
    @GetMapping("/v1/audit-lines")
    Mono<AuditPage> lines(
            @RequestParam(required = false) @Pattern(regexp = "[a-z-]{1,32}:[\\x21-\\x7e]{1,64}") @Nullable
                    String subject,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        return audit.lines(Optional.ofNullable(subject), AuditCursor.of(Optional.ofNullable(cursor)), limit);
    }
}
