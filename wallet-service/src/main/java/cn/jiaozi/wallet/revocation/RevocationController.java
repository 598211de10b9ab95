package cn.jiaozi.wallet.revocation;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.sdk.revocation.RevocationDelta;
import cn.jiaozi.sdk.revocation.RevocationList;
import cn.jiaozi.sdk.voucher.Signable;
import cn.jiaozi.wallet.purse.PurseAuthority;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/// For everybody who takes payments without a network. Lists never change, so each is signed once.
@RestController
class RevocationController {
    private final RevocationService revocations;
    private final PurseAuthority authority;
    private final AtomicReference<Optional<ListView>> whole = new AtomicReference<>(Optional.empty());

    /// @param list    all of it, signed, in base64
    /// @param changes since the list that was asked for, signed, in base64; neither when that is the newest
    record ListView(int number, Instant at, Optional<String> list, Optional<String> changes) {}

    RevocationController(RevocationService revocations, PurseAuthority authority) {
        this.revocations = revocations;
        this.authority = authority;
    }

    /// @param after number of the list that the caller has; 0 for none
    @GetMapping("/v1/revocation-list")
    Mono<ListView> get(@RequestParam(defaultValue = "0") @PositiveOrZero int after) {
        return revocations
                .last()
                .switchIfEmpty(Mono.error(Problem.notFound("There is no list yet")))
                .flatMap(last -> {
                    if (after > last.number()) {
                        throw Problem.badRequest("after", "There is no list " + after + " yet");
                    }
                    if (after == last.number()) {
                        return Mono.just(new ListView(after, last.at(), Optional.empty(), Optional.empty()));
                    }
                    return after == 0 ? whole(last) : changes(after, last);
                });
    }

    private Mono<ListView> whole(RevocationStep last) {
        var kept = whole.get().filter(view -> view.number() == last.number());
        return kept.map(Mono::just)
                .orElseGet(() -> revocations
                        .list(last.number())
                        .map(list -> view(list, Optional.of(signed(list)), Optional.empty()))
                        .doOnNext(view -> whole.set(Optional.of(view))));
    }

    private Mono<ListView> changes(int after, RevocationStep last) {
        return revocations
                .list(after)
                .flatMap(older -> revocations
                        .list(last.number())
                        .map(newer -> view(
                                newer, Optional.empty(), Optional.of(signed(RevocationDelta.between(older, newer))))));
    }

    private static ListView view(RevocationList list, Optional<String> whole, Optional<String> changes) {
        return new ListView(list.number(), list.at(), whole, changes);
    }

    private String signed(Signable content) {
        return Base64.getEncoder().encodeToString(authority.sign(content).encoded());
    }
}
