package cn.jiaozi.wallet.restriction;

import cn.jiaozi.chassis.Act;
import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Acts;
import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.wallet.number.WalletNumber;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
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

/// Restrictions are the institution's, not one clerk's: their ids are scoped to the wallet, so that another clerk can
/// release what a colleague has placed.
@RestController
@RequestMapping("/v1/wallets/{walletId}/restrictions/{id}")
class RestrictionController {
    private final RestrictionService restrictions;
    private final Acts acts;

    RestrictionController(RestrictionService restrictions, Acts acts) {
        this.restrictions = restrictions;
        this.acts = acts;
    }

    /// The release as an act of its own, which ends later than the placing.
    private record Release(Restriction restriction) implements Act {
        @Override
        public String actKey() {
            return restriction.actKey();
        }

        @Override
        public boolean finished() {
            return restriction.state() == RestrictionState.RELEASED;
        }
    }

    record RestrictionView(
            String restrictionId,
            String walletId,
            RestrictionType type,
            Authority authority,
            String reasonCode,
            Optional<String> documentNo,
            Optional<Long> amountFen,
            Optional<Instant> until,
            RestrictionState state,
            Instant requestedAt,
            Optional<Instant> inForceAt,
            Optional<Instant> releasedAt) {
        static RestrictionView of(Restriction restriction) {
            var terms = restriction.terms();
            return new RestrictionView(
                    restriction.restrictionId(),
                    restriction.walletId(),
                    terms.type(),
                    terms.authority(),
                    terms.reasonCode(),
                    terms.documentNo(),
                    terms.amountFen(),
                    terms.until(),
                    restriction.state(),
                    restriction.requestedAt(),
                    restriction.inForceAt(),
                    restriction.releasedAt());
        }
    }

    @PutMapping
    Mono<ResponseEntity<RestrictionView>> place(
            Caller caller,
            @Pattern(regexp = WalletNumber.PATTERN) @PathVariable String walletId,
            @ActId @PathVariable String id,
            @RequestHeader(required = false) @Nullable String prefer,
            @Valid @RequestBody Restriction.Terms terms) {
        caller.require(Role.OPERATOR);
        return acts.put(
                        prefer,
                        restrictions.place(walletId, id, terms, caller.party()),
                        _ -> restrictions.find(walletId, id))
                .map(answer -> view(answer, restriction -> restriction));
    }

    @PutMapping("/release")
    Mono<ResponseEntity<RestrictionView>> release(
            Caller caller,
            @Pattern(regexp = WalletNumber.PATTERN) @PathVariable String walletId,
            @ActId @PathVariable String id,
            @RequestHeader(required = false) @Nullable String prefer) {
        caller.require(Role.OPERATOR);
        var begun = restrictions
                .release(walletId, id, caller.party())
                .map(release -> new Begun<>(new Release(release.act()), release.existed()));
        return acts.put(prefer, begun, _ -> restrictions.find(walletId, id).map(Release::new))
                .map(answer -> view(answer, Release::restriction));
    }

    @GetMapping
    Mono<ResponseEntity<RestrictionView>> get(
            Caller caller,
            @Pattern(regexp = WalletNumber.PATTERN) @PathVariable String walletId,
            @ActId @PathVariable String id,
            @RequestHeader(required = false) @Nullable String prefer) {
        caller.require(Role.OPERATOR);
        return acts.get(prefer, restrictions.find(walletId, id), _ -> restrictions.find(walletId, id))
                .map(answer -> view(answer, restriction -> restriction));
    }

    private static <T> ResponseEntity<RestrictionView> view(
            ResponseEntity<T> answer, Function<T, Restriction> restriction) {
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .body(RestrictionView.of(restriction.apply(Objects.requireNonNull(answer.getBody()))));
    }
}
