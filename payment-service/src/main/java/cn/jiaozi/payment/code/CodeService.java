package cn.jiaozi.payment.code;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.chassis.Together;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private static final int AT_MOST = 500;
    private static final int WAITING = 2_000;

    private final CodeStore store;
    private final CodeMint mint;
    private final Duration validFor;
    private final Clock clock;
    private final Together<Asked, Issued> issuing;

    private record Asked(IssuedCode.Id id, String walletId) {}

    record Issued(IssuedCode code, boolean existed) {}

    CodeService(
            CodeStore store, CodeMint mint, @Value("${jiaozi.payment.code-valid-for}") Duration validFor, Clock clock) {
        this.store = store;
        this.mint = mint;
        this.validFor = validFor;
        this.clock = clock;
        this.issuing = new Together<>(AT_MOST, WAITING, this::issue);
    }

    Mono<Issued> issue(IssuedCode.Id id, String walletId) {
        return issuing.ask(new Asked(id, walletId)).map(issued -> sameWallet(issued, walletId));
    }

    private Mono<List<Issued>> issue(List<Asked> asked) {
        var now = clock.instant();
        var codes = asked.stream().map(a -> code(a, now)).toList();
        var ids = asked.stream().map(Asked::id).toList();
        return store.insert(codes)
                .flatMap(fresh -> store.find(ids)
                        // Of two alike in one batch, the second repeats the first.
                        .map(found -> ids.stream()
                                .map(id -> new Issued(Objects.requireNonNull(found.get(id)), !fresh.remove(id)))
                                .toList()));
    }

    private IssuedCode code(Asked asked, Instant now) {
        return new IssuedCode(
                mint.hash(mint.code(asked.id()).digits()),
                asked.id(),
                asked.walletId(),
                now,
                now.plus(validFor),
                Optional.empty());
    }

    Mono<IssuedCode> find(IssuedCode.Id id) {
        return store.find(List.of(id))
                .flatMap(found -> Mono.justOrEmpty(found.get(id)))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no payment code " + id.actId())));
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

    private static Issued sameWallet(Issued issued, String walletId) {
        if (!issued.code().walletId().equals(walletId)) {
            throw Problem.conflict(
                    "/walletId", "The code " + issued.code().id().actId() + " was issued for another wallet");
        }
        return issued;
    }
}
