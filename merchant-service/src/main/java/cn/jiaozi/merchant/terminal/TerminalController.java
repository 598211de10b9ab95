package cn.jiaozi.merchant.terminal;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Acts;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class TerminalController {
    private static final String MERCHANT_NO = "[0-9]{15}";
    private static final String STORE_NO = "[0-9]{6}";
    private static final String TERMINAL_ID = "[0-9]{8}";
    private static final String BINDING = "/v1/merchants/{merchantNo}/stores/{storeNo}/terminals/{id}";

    private final TerminalService terminals;
    private final SuspensionService suspensions;
    private final Acts acts;

    TerminalController(TerminalService terminals, SuspensionService suspensions, Acts acts) {
        this.terminals = terminals;
        this.suspensions = suspensions;
        this.acts = acts;
    }

    record DeactivationRequest(
            @Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{1,200}") String reason) {}

    @PutMapping(BINDING)
    Mono<ResponseEntity<TerminalView>> bind(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable @Pattern(regexp = STORE_NO) String storeNo,
            @PathVariable @ActId String id,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @Valid @RequestBody Terminal.Content content,
            Caller caller) {
        caller.require(Role.OPERATOR, Role.MERCHANT);
        return acts.put(prefer, terminals.bind(caller, merchantNo, storeNo, id, content), Mono::just)
                .map(answer -> view(answer, TerminalView::of));
    }

    @GetMapping(BINDING)
    Mono<TerminalView> binding(
            @PathVariable @Pattern(regexp = MERCHANT_NO) String merchantNo,
            @PathVariable @Pattern(regexp = STORE_NO) String storeNo,
            @PathVariable @ActId String id,
            Caller caller) {
        return terminals.find(caller, merchantNo, storeNo, id).map(TerminalView::of);
    }

    @GetMapping("/v1/terminals/{terminalId}")
    Mono<TerminalStatus> get(@PathVariable @Pattern(regexp = TERMINAL_ID) String terminalId, Caller caller) {
        return terminals.find(caller, terminalId).map(TerminalStatus::of);
    }

    /// 201 when it was in service, 200 when it was deactivated before, whatever the reason was then.
    @PutMapping("/v1/terminals/{terminalId}/deactivation")
    Mono<ResponseEntity<TerminalStatus>> deactivate(
            @PathVariable @Pattern(regexp = TERMINAL_ID) String terminalId,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @Valid @RequestBody DeactivationRequest request,
            Caller caller) {
        caller.require(Role.OPERATOR, Role.MERCHANT);
        return acts.put(prefer, terminals.deactivate(caller, terminalId, request.reason()), Mono::just)
                .map(answer -> view(answer, TerminalStatus::of));
    }

    /// 201 when it was suspended, 200 when it was not.
    @PutMapping("/v1/terminals/{terminalId}/reactivation")
    Mono<ResponseEntity<TerminalStatus>> reactivate(
            @PathVariable @Pattern(regexp = TERMINAL_ID) String terminalId,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            Caller caller) {
        caller.require(Role.OPERATOR);
        return acts.put(prefer, suspensions.reactivate(caller, terminalId), Mono::just)
                .map(answer -> view(answer, TerminalStatus::of));
    }

    private static <V> ResponseEntity<V> view(ResponseEntity<Terminal> answer, Function<Terminal, V> view) {
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .body(view.apply(Objects.requireNonNull(answer.getBody())));
    }
}
