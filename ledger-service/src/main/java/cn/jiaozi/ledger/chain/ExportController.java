package cn.jiaozi.ledger.chain;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.sdk.receipt.ClearBlock;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class ExportController {
    private final ExportService export;

    ExportController(ExportService export) {
        this.export = export;
    }

    /// @param blocks the next ones, in order; none behind the chain's end
    record Page(List<ClearBlock> blocks) {}

    /// Everything that blocks hold, for auditors alone.
    @GetMapping("/v1/audit/block-entries")
    Mono<Page> blocks(
            @RequestParam @Min(1) long from,
            @RequestParam(defaultValue = "20") @Min(1) @Max(50) int limit,
            Caller caller) {
        caller.require(Role.AUDITOR);
        return export.blocks(from, limit).collectList().map(Page::new);
    }
}
