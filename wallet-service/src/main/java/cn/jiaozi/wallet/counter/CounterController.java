package cn.jiaozi.wallet.counter;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/v1/counters")
class CounterController {
    private final CounterService counters;

    CounterController(CounterService counters) {
        this.counters = counters;
    }

    /// @param accountNo of the counter's cash at the bank core
    record CounterRequest(
            Counter.Kind kind,

            @Pattern(regexp = "[0-9]{8,32}", message = "must have 8 to 32 digits")
            String accountNo) {
        @Override
        public String toString() {
            return "CounterRequest";
        }
    }

    record ClosureRequest(
            @Pattern(
                    regexp = "(?!\\s)[^\\p{C}\\p{Zl}\\p{Zp}]{1,200}",
                    message = "must have 1 to 200 printable characters")
            String reason) {}

    record CounterView(
            String counterId,
            Counter.Kind kind,
            String accountNo,
            Counter.State state,
            String registeredBy,
            Instant registeredAt,
            Optional<String> closedBy,
            Optional<String> closingReason,
            Optional<Instant> closedAt) {
        static CounterView of(Counter counter) {
            return new CounterView(
                    counter.counterId(),
                    counter.kind(),
                    counter.accountNo(),
                    counter.state(),
                    counter.registeredBy(),
                    counter.registeredAt(),
                    counter.closure().map(Counter.Closure::by),
                    counter.closure().map(Counter.Closure::reason),
                    counter.closure().map(Counter.Closure::at));
        }
    }

    @PutMapping("/{id}")
    Mono<ResponseEntity<CounterView>> register(
            Caller caller, @ActId @PathVariable String id, @Valid @RequestBody CounterRequest request) {
        caller.require(Role.OPERATOR);
        return counters.register(id, request.kind(), request.accountNo(), caller.party())
                .map(CounterController::view);
    }

    @GetMapping("/{id}")
    Mono<CounterView> get(Caller caller, @ActId @PathVariable String id) {
        caller.require(Role.OPERATOR);
        return counters.known(id).map(CounterView::of);
    }

    /// 201 when it was open, 200 when it was closed before, whatever the reason was then.
    @PutMapping("/{counterId}/closure")
    Mono<ResponseEntity<CounterView>> close(
            Caller caller, @ActId @PathVariable String counterId, @Valid @RequestBody ClosureRequest request) {
        caller.require(Role.OPERATOR);
        return counters.close(counterId, request.reason(), caller.party()).map(CounterController::view);
    }

    private static ResponseEntity<CounterView> view(CounterService.Put put) {
        return ResponseEntity.status(put.existed() ? HttpStatus.OK : HttpStatus.CREATED)
                .body(CounterView.of(put.counter()));
    }
}
