package cn.jiaozi.payment.report;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Parameters;
import cn.jiaozi.contracts.Role;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class ReportController {
    private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

    private final ReportService reports;

    ReportController(ReportService reports) {
        this.reports = reports;
    }

    /// @param cursor index after which the page begins
    @GetMapping(path = "/v1/voucher-batches/{id}/vouchers", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<BatchLine.Page> vouchers(
            @PathVariable @ActId String id,
            @RequestParam(defaultValue = "-1") @Min(-1) int cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(1_000) int limit,
            Caller caller) {
        caller.require(Role.TERMINAL, Role.CUSTOMER, Role.OPERATOR);
        return reports.page(caller, id, cursor, limit);
    }

    @GetMapping(path = "/v1/voucher-batches/{id}/vouchers", produces = "text/csv")
    Mono<ResponseEntity<String>> file(@PathVariable @ActId String id, Caller caller) {
        caller.require(Role.TERMINAL, Role.CUSTOMER, Role.OPERATOR);
        return reports.all(caller, id)
                .map(lines -> ResponseEntity.ok().contentType(CSV).body(BatchFile.of(lines)));
    }

    /// @param cursor counter after which the page begins
    @GetMapping("/v1/voucher-timelines/{purseId}")
    Mono<PurseTimeline> timeline(
            @PathVariable @Pattern(regexp = "P[0-9A-Z]{15}") String purseId,
            @RequestParam(defaultValue = "0") @Min(0) int cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(1_000) int limit,
            Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        return reports.timeline(purseId, cursor, limit);
    }

    @GetMapping("/v1/voucher-days/{date}")
    Mono<VoucherDay> day(@PathVariable String date, Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        return reports.day(Parameters.date("date", date));
    }
}
