package cn.jiaozi.wallet.opening;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Acts;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.wallet.limit.WalletClass;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.Objects;
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
@RequestMapping("/v1/wallet-openings/{id}")
class OpeningController {
    private final OpeningService openings;
    private final OpeningJob job;
    private final Acts acts;

    OpeningController(OpeningService openings, OpeningJob job, Acts acts) {
        this.openings = openings;
        this.job = job;
        this.acts = acts;
    }

    /// @param walletId absent when the opening was rejected: there is no such wallet
    record OpeningView(
            String openingId,
            WalletClass walletClass,
            WalletState state,
            Optional<Reason> reason,
            Optional<String> walletId,
            Instant requestedAt,
            Optional<Instant> endedAt) {
        static OpeningView of(Wallet wallet) {
            return new OpeningView(
                    wallet.openingId(),
                    wallet.walletClass(),
                    wallet.state(),
                    wallet.reason(),
                    Optional.of(wallet.walletId()).filter(_ -> wallet.state() != WalletState.REJECTED),
                    wallet.requestedAt(),
                    wallet.endedAt());
        }
    }

    @PutMapping
    Mono<ResponseEntity<OpeningView>> put(
            Caller caller,
            @ActId @PathVariable String id,
            @RequestHeader(required = false) @Nullable String prefer,
            @Valid @RequestBody OpeningRequest request) {
        caller.require(
                switch (request) {
                    case OpeningRequest.ClassIv _, OpeningRequest.ClassIi _ -> Role.CUSTOMER;
                    case OpeningRequest.HwAnon _, OpeningRequest.Corporate _ -> Role.OPERATOR;
                });
        var owner =
                switch (request) {
                    case OpeningRequest.ClassIv _, OpeningRequest.ClassIi _ -> caller.party();
                    case OpeningRequest.Corporate corporate -> corporate.ownerParty();
                    // Not the clerk's, and nobody's who could log in: only operators may act for a bearer.
                    case OpeningRequest.HwAnon _ -> "bearer:" + caller.party() + "/" + id;
                };
        var begun = openings.begin(caller.party(), id, owner, request).doOnNext(_ -> job.wake());
        return acts.put(prefer, begun, wallet -> openings.find(wallet.openedBy(), id))
                .map(OpeningController::view);
    }

    @GetMapping
    Mono<ResponseEntity<OpeningView>> get(
            Caller caller, @ActId @PathVariable String id, @RequestHeader(required = false) @Nullable String prefer) {
        return acts.get(prefer, openings.find(caller.party(), id), wallet -> openings.find(wallet.openedBy(), id))
                .map(OpeningController::view);
    }

    private static ResponseEntity<OpeningView> view(ResponseEntity<Wallet> answer) {
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .body(OpeningView.of(Objects.requireNonNull(answer.getBody())));
    }
}
