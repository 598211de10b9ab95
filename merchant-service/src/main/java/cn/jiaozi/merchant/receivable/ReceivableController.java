package cn.jiaozi.merchant.receivable;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.merchant.page.Cursor;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/// What is still owed for advanced refunds, oldest first.
@RestController
class ReceivableController {
    private final ReceivableService receivables;

    ReceivableController(ReceivableService receivables) {
        this.receivables = receivables;
    }

    @GetMapping("/v1/merchants/{merchantNo}/receivables")
    Mono<ReceivablePage> of(
            @PathVariable @Pattern(regexp = "[0-9]{15}") String merchantNo,
            @RequestParam(required = false) @Nullable String bucket,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            Caller caller) {
        return receivables.of(caller, merchantNo, aged(bucket), Cursor.of(cursor, Cursor.OLDEST), limit);
    }

    /// Of all merchants.
    @GetMapping("/v1/receivables")
    Mono<ReceivablePage> all(
            @RequestParam(required = false) @Nullable String bucket,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            Caller caller) {
        caller.require(Role.OPERATOR);
        return receivables.page(Optional.empty(), aged(bucket), Cursor.of(cursor, Cursor.OLDEST), limit);
    }

    private static Optional<Bucket> aged(@Nullable String bucket) {
        return Optional.ofNullable(bucket)
                .map(said -> Bucket.labelled(said)
                        .orElseThrow(() -> Problem.badRequest("bucket", "must be 0-30, 31-60, 61-90 or 90+")));
    }
}
