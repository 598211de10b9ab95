package cn.jiaozi.merchant.payout;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Parameters;
import cn.jiaozi.contracts.Role;
import java.time.LocalDate;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/v1/payout-runs/{dueOn}")
class RunController {
    private final RunService runs;

    RunController(RunService runs) {
        this.runs = runs;
    }

    record StateView(PayoutState state, long count, long amountFen) {}

    /// @param planned  how many payouts the asking has added
    /// @param finished whether none of the day is open
    record RunView(LocalDate dueOn, long planned, boolean finished, List<StateView> states) {
        static RunView of(RunService.Run run) {
            return new RunView(
                    run.dueOn(),
                    run.planned(),
                    run.sums().stream().allMatch(sum -> sum.state().isFinal()),
                    run.sums().stream()
                            .map(sum -> new StateView(sum.state(), sum.count(), sum.amountFen()))
                            .toList());
        }
    }

    @PutMapping
    Mono<ResponseEntity<RunView>> put(@PathVariable String dueOn, Caller caller) {
        caller.require(Role.OPERATOR);
        return runs.run(Parameters.date("dueOn", dueOn))
                .flatMap(run -> runs.audit(caller.party(), run).thenReturn(run))
                .map(run -> ResponseEntity.status(run.planned() > 0 ? HttpStatus.CREATED : HttpStatus.OK)
                        .body(RunView.of(run)));
    }

    @GetMapping
    Mono<RunView> get(@PathVariable String dueOn, Caller caller) {
        caller.require(Role.OPERATOR);
        return runs.of(Parameters.date("dueOn", dueOn), 0).map(RunView::of);
    }
}
