package cn.jiaozi.payment.code;

import cn.jiaozi.chassis.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Issues payment codes. Payments use them up within their own transactions.
@Service
public class CodeService {
    /// A payment that has used one says so for longer than anybody asks for the code.
    private static final Duration KEEP = Duration.ofDays(1);

    private final CodeStore store;
    private final CodeMint mint;
    private final Duration validFor;
    private final Clock clock;

    record Issued(IssuedCode code, boolean existed) {}

    CodeService(
            CodeStore store, CodeMint mint, @Value("${jiaozi.payment.code-valid-for}") Duration validFor, Clock clock) {
        this.store = store;
        this.mint = mint;
        this.validFor = validFor;
        this.clock = clock;
    }

    @Transactional
    public Mono<Issued> issue(String party, String actId, String walletId) {
        var now = clock.instant();
        var code = new IssuedCode(
                mint.hash(mint.code(party, actId).digits()),
                party,
                actId,
                walletId,
                now,
                now.plus(validFor),
                Optional.empty());
        return store.insert(code)
                .flatMap(inserted -> inserted
                        ? Mono.just(new Issued(code, false))
                        : store.find(party, actId).map(there -> repeated(there, walletId)));
    }

    Mono<IssuedCode> find(String party, String actId) {
        return store.find(party, actId)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no payment code " + actId)));
    }

    /// Locks the codes that payments are about to use up, by their hashes; unknown ones are absent.
    public Mono<Map<String, IssuedCode>> lock(Collection<String> hashes) {
        return hashes.isEmpty() ? Mono.just(Map.of()) : store.lock(hashes);
    }

    /// Each code is used up by one payment; the caller has locked them all and seen that they are unused.
    public Mono<Void> use(Map<String, UUID> used) {
        return used.isEmpty()
                ? Mono.empty()
                : store.use(used)
                        .filter(count -> count == used.size())
                        .switchIfEmpty(Mono.error(() -> new IllegalStateException("A locked code was used already")))
                        .then();
    }

    @Transactional
    public Mono<Void> forget() {
        return store.forget(clock.instant().minus(KEEP));
    }

    private static Issued repeated(IssuedCode there, String walletId) {
        if (!there.walletId().equals(walletId)) {
            throw Problem.conflict("/walletId", "The code " + there.actId() + " was issued for another wallet");
        }
        return new Issued(there, true);
    }
}
