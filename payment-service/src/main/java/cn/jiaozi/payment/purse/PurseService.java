package cn.jiaozi.payment.purse;

import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.contracts.SignerKey;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.key.Octets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// What others have announced of those who pay and take vouchers.
@Service
public class PurseService {
    private final PurseStore purses;
    private final TerminalStore terminals;
    private final CertificateStore certificates;

    PurseService(PurseStore purses, TerminalStore terminals, CertificateStore certificates) {
        this.purses = purses;
        this.terminals = terminals;
        this.certificates = certificates;
    }

    @Transactional
    public Mono<Void> keep(List<PurseFact> heard) {
        var newest = newest(heard, PurseFact::key, PurseFact::version);
        return newest.isEmpty() ? Mono.empty() : purses.keep(newest);
    }

    @Transactional
    public Mono<Void> keepKeys(List<SignerKey> heard) {
        var ofTerminals =
                heard.stream().filter(key -> key.terminal().isPresent()).toList();
        var newest = newest(ofTerminals, SignerKey::keyId, SignerKey::version);
        return newest.isEmpty() ? Mono.empty() : terminals.keep(newest);
    }

    /// @param chains that lead to the root
    public Mono<Void> keepCertificates(Collection<Chain> chains) {
        if (chains.isEmpty()) {
            return Mono.empty();
        }
        // Who uploads and who pays is nearly always known from before.
        return certificates
                .find(chains.stream().map(Shown.Key::of).collect(Collectors.toSet()))
                .map(known -> chains.stream()
                        .filter(chain -> !known.containsKey(Shown.Key.of(chain)))
                        .toList())
                .filter(fresh -> !fresh.isEmpty())
                .flatMap(certificates::keep);
    }

    /// @param keys of purses, loads and lists
    public Mono<PurseCopies> find(Set<String> keys) {
        return Mono.zip(
                keys.isEmpty() ? Mono.just(Map.<String, PurseFact>of()) : purses.find(keys),
                purses.newestList(),
                PurseCopies::new);
    }

    public Mono<Optional<PurseFact.Purse>> purse(String purseId) {
        return find(Set.of(purseId)).map(found -> found.purse(purseId));
    }

    public Mono<Tills> tills(Set<String> terminalIds) {
        return terminalIds.isEmpty()
                ? Mono.just(new Tills(Map.of()))
                : terminals.find(terminalIds).map(Tills::new);
    }

    public Mono<Shown> shown(Set<Shown.Key> keys) {
        return keys.isEmpty()
                ? Mono.just(new Shown(Map.of()))
                : certificates.find(keys).map(Shown::new);
    }

    /// The certificate itself and its operator's; empty while nobody has shown it.
    public Mono<Chain> chain(String subject, Octets serial) {
        return certificates.chain(subject, serial.hex());
    }

    private static <T> List<T> newest(List<T> heard, Function<T, String> key, ToLongFunction<T> version) {
        var newest = new LinkedHashMap<String, T>();
        heard.forEach(one ->
                newest.merge(key.apply(one), one, (a, b) -> version.applyAsLong(a) < version.applyAsLong(b) ? b : a));
        return List.copyOf(newest.values());
    }
}
