package cn.jiaozi.merchant.reconciliation;

import cn.jiaozi.chassis.Acts;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Parameters;
import cn.jiaozi.contracts.Role;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/v1/reconciliations/{date}")
class ReconciliationController {
    private final ReconciliationService reconciliations;
    private final ReconciliationJob job;
    private final Acts acts;

    ReconciliationController(ReconciliationService reconciliations, ReconciliationJob job, Acts acts) {
        this.reconciliations = reconciliations;
        this.job = job;
        this.acts = acts;
    }

    /// @param afresh whether a day that is done is compared from the beginning
    record Request(Optional<Boolean> afresh) {}

    /// The day is the id. 202 while something is missing or under way, 201 when it is done, 200 when it was.
    @PutMapping
    Mono<ResponseEntity<RunView>> put(
            @PathVariable String date,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @RequestBody Request request,
            Caller caller) {
        caller.require(Role.OPERATOR);
        LocalDate day = Parameters.date("date", date);
        var begun = reconciliations
                .request(caller, day, request.afresh().orElse(false))
                .doOnNext(_ -> job.wake());
        return acts.put(prefer, begun, run -> reconciliations.find(run.date())).flatMap(answer -> view(day, answer));
    }

    @GetMapping
    Mono<RunView> get(@PathVariable String date, Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        return reconciliations.view(Parameters.date("date", date));
    }

    private Mono<ResponseEntity<RunView>> view(LocalDate day, ResponseEntity<Run> answer) {
        return reconciliations
                .view(day)
                .map(view -> ResponseEntity.status(answer.getStatusCode())
                        .headers(answer.getHeaders())
                        .body(view));
    }
}
