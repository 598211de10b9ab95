package cn.jiaozi.wallet.load;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Acts;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.PurseState;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Statement;
import cn.jiaozi.wallet.purse.Challenges;
import cn.jiaozi.wallet.purse.Purse;
import cn.jiaozi.wallet.purse.PurseAuthority;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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
@RequestMapping("/v1/purses/{purseId}")
class LoadController {
    private final LoadService loads;
    private final PurseAuthority authority;
    private final Challenges challenges;
    private final Acts acts;

    LoadController(LoadService loads, PurseAuthority authority, Challenges challenges, Acts acts) {
        this.loads = loads;
        this.authority = authority;
        this.challenges = challenges;
        this.acts = acts;
    }

    /// @param amountFen new money
    /// @param closing   the chip's signed statement in base64, where the bank does not have it yet
    /// @param pinProof  of a PIN verification for the id of this load, where no device has signed
    record LoadRequest(
            @PositiveOrZero @Max(999_999_999_999_999L) long amountFen,
            Optional<String> closing,
            Optional<String> pinProof) {}

    record UnloadRequest(Optional<String> closing) {}

    record RetirementRequest(
            @Pattern(
                    regexp = "(?!\\s)[^\\p{C}\\p{Zl}\\p{Zp}]{1,200}",
                    message = "must have 1 to 200 printable characters")
            String reason) {}

    /// @param amountFen new money
    /// @param heldFen   what the chip is to hold from now on
    /// @param order     to the chip, signed, in base64
    /// @param signatory certificate that the order is checked with, in PEM, as is that of the operator behind it
    record LoadView(
            String loadId,
            String purseId,
            Optional<Integer> number,
            long amountFen,
            LoadState state,
            Optional<Reason> reason,
            Optional<Long> heldFen,
            Optional<String> order,
            String signatory,
            String operator,
            Instant requestedAt,
            Optional<Instant> endedAt) {}

    /// @param returnedFen what came back to the wallet
    record UnloadView(
            String unloadId,
            String purseId,
            Optional<Integer> number,
            LoadState state,
            Optional<Reason> reason,
            Optional<Long> returnedFen,
            Instant requestedAt,
            Optional<Instant> endedAt) {}

    record RetirementView(String purseId, PurseState state) {}

    @PutMapping("/loads/{id}")
    Mono<ResponseEntity<LoadView>> load(
            Caller caller,
            @Pattern(regexp = Purse.PATTERN) @PathVariable String purseId,
            @ActId @PathVariable String id,
            @RequestHeader(required = false) @Nullable String prefer,
            @Valid @RequestBody LoadRequest request) {
        caller.require(Role.CUSTOMER, Role.OPERATOR);
        var wish = wish(LoadKind.LOAD, request.amountFen(), request.closing());
        return acts.put(
                        prefer,
                        loads.begin(
                                caller,
                                new LoadService.Asked(id, purseId, wish, request.closing(), request.pinProof())),
                        act -> loads.find(act.party(), LoadKind.LOAD, id))
                .map(answer -> mapped(answer, loadView(body(answer))));
    }

    @GetMapping("/loads/{id}")
    Mono<ResponseEntity<LoadView>> getLoad(
            Caller caller,
            @Pattern(regexp = Purse.PATTERN) @PathVariable String purseId,
            @ActId @PathVariable String id,
            @RequestHeader(required = false) @Nullable String prefer) {
        return found(caller, purseId, LoadKind.LOAD, id, prefer).map(answer -> mapped(answer, loadView(body(answer))));
    }

    @PutMapping("/unloads/{id}")
    Mono<ResponseEntity<UnloadView>> unload(
            Caller caller,
            @Pattern(regexp = Purse.PATTERN) @PathVariable String purseId,
            @ActId @PathVariable String id,
            @RequestHeader(required = false) @Nullable String prefer,
            @Valid @RequestBody UnloadRequest request) {
        caller.require(Role.CUSTOMER, Role.OPERATOR);
        var wish = wish(LoadKind.UNLOAD, 0, request.closing());
        return acts.put(
                        prefer,
                        loads.begin(
                                caller, new LoadService.Asked(id, purseId, wish, request.closing(), Optional.empty())),
                        act -> loads.find(act.party(), LoadKind.UNLOAD, id))
                .map(answer -> mapped(answer, unloadView(body(answer))));
    }

    @GetMapping("/unloads/{id}")
    Mono<ResponseEntity<UnloadView>> getUnload(
            Caller caller,
            @Pattern(regexp = Purse.PATTERN) @PathVariable String purseId,
            @ActId @PathVariable String id,
            @RequestHeader(required = false) @Nullable String prefer) {
        return found(caller, purseId, LoadKind.UNLOAD, id, prefer)
                .map(answer -> mapped(answer, unloadView(body(answer))));
    }

    @PutMapping("/retirement")
    Mono<ResponseEntity<RetirementView>> retire(
            Caller caller,
            @Pattern(regexp = Purse.PATTERN) @PathVariable String purseId,
            @Valid @RequestBody RetirementRequest request) {
        caller.require(Role.OPERATOR);
        return loads.retire(caller, purseId, request.reason())
                .map(put -> ResponseEntity.status(put.existed() ? HttpStatus.OK : HttpStatus.CREATED)
                        .body(new RetirementView(purseId, put.purse().state())));
    }

    private Mono<ResponseEntity<LoadAct>> found(
            Caller caller, String purseId, LoadKind kind, String id, @Nullable String prefer) {
        var found = loads.find(caller.party(), kind, id)
                .filter(act -> act.purseId().equals(purseId))
                .switchIfEmpty(Mono.error(Problem.notFound("There is no such act of yours")));
        return acts.get(prefer, found, act -> loads.find(act.party(), kind, id));
    }

    private LoadRules.Wish wish(LoadKind kind, long amountFen, Optional<String> closing) {
        var statement = closing.map(LoadController::statement);
        boolean ours = statement
                .map(Signed::content)
                .filter(said -> challenges.isOurs(said.purse(), said.challenge()))
                .isPresent();
        return new LoadRules.Wish(kind, amountFen, statement, ours);
    }

    private static Signed<Statement> statement(String base64) {
        try {
            return Statement.readSigned(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException wrong) {
            throw Problem.badRequest("/closing", String.valueOf(wrong.getMessage()));
        }
    }

    private static LoadAct body(ResponseEntity<LoadAct> answer) {
        return Objects.requireNonNull(answer.getBody());
    }

    private static <V> ResponseEntity<V> mapped(ResponseEntity<LoadAct> answer, V view) {
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .body(view);
    }

    private LoadView loadView(LoadAct act) {
        return new LoadView(
                act.actId(),
                act.purseId(),
                act.asked().map(LoadAct.Asked::number),
                act.amountFen(),
                act.state(),
                act.reason(),
                act.movedFen(),
                act.order(),
                authority.signatory().pem(),
                authority.operator().pem(),
                act.requestedAt(),
                act.endedAt());
    }

    private static UnloadView unloadView(LoadAct act) {
        return new UnloadView(
                act.actId(),
                act.purseId(),
                act.asked().map(LoadAct.Asked::number),
                act.state(),
                act.reason(),
                act.movedFen(),
                act.requestedAt(),
                act.endedAt());
    }
}
