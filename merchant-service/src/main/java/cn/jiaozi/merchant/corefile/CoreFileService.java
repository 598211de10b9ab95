package cn.jiaozi.merchant.corefile;

import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.merchant.audit.AuditLine;
import cn.jiaozi.merchant.audit.AuditService;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Which version of a day's file is in effect.
@Service
public class CoreFileService {
    private final CoreFileStore store;
    private final AuditService audit;
    private final Clock clock;

    CoreFileService(CoreFileStore store, AuditService audit, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    /// The version that is in effect, from now on used: what comes later takes two people. Empty while there is none.
    @Transactional
    public Mono<CoreFile> use(LocalDate date) {
        return store.lock(date).then(store.use(date, clock.instant()));
    }

    /// Ends an upload whose lines are all stored, and whose trailer fits them. The same content again is a repeat,
    /// whoever brings it under whatever id.
    @Transactional
    Mono<Begun<CoreFile>> loaded(long fileId, LocalDate date, String actId, String by, Totals totals) {
        return store.lock(date)
                .then(store.of(date))
                .flatMap(versions -> repeated(versions, actId, totals)
                        .map(known -> store.discard(fileId).thenReturn(new Begun<>(known, true)))
                        .orElseGet(() -> added(fileId, date, actId, by, totals, versions)
                                .map(file -> new Begun<>(file, false))));
    }

    @Transactional
    Mono<Begun<CoreFile>> decide(Caller caller, LocalDate date, String actId, CoreFile.State decision) {
        return store.lock(date).then(find(date, actId)).flatMap(file -> {
            if (file.decidedBy().isPresent() && isOf(file, decision)) {
                return Mono.just(new Begun<>(file, true));
            }
            if (file.state() != CoreFile.State.PROPOSED) {
                throw Problem.of(
                        HttpStatus.CONFLICT,
                        Reason.CORE_FILE_STATE_INVALID,
                        "Only a version that is PROPOSED is decided on, this one is " + file.state());
            }
            if (file.broughtBy().equals(caller.party())) {
                throw Problem.of(
                        HttpStatus.FORBIDDEN, Reason.FOUR_EYES, "Who has brought the file does not decide on it");
            }
            return decided(caller, file, decision).map(after -> new Begun<>(after, false));
        });
    }

    Mono<CoreFile> find(LocalDate date, String actId) {
        return store.find(date, actId)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no such file of that day")));
    }

    Mono<List<CoreFile>> versions(LocalDate date) {
        return store.of(date);
    }

    private static Optional<CoreFile> repeated(List<CoreFile> versions, String actId, Totals totals) {
        var sm3 = totals.sm3().hex();
        versions.stream()
                .filter(file -> file.actId().equals(actId) && !file.sm3().equals(sm3))
                .findFirst()
                .ifPresent(_ -> {
                    throw Problem.conflict("", "Another file of that day was brought under this id");
                });
        return versions.stream().filter(file -> file.sm3().equals(sm3)).findFirst();
    }

    private Mono<CoreFile> added(
            long fileId, LocalDate date, String actId, String by, Totals totals, List<CoreFile> versions) {
        boolean wasUsed = versions.stream().anyMatch(file -> file.usedAt().isPresent());
        var state = wasUsed ? CoreFile.State.PROPOSED : CoreFile.State.IN_EFFECT;
        return (wasUsed ? Mono.<Void>empty() : store.replace(date))
                .then(store.loaded(fileId, versions.size() + 1, state, totals, clock.instant()))
                .filter(stored -> stored)
                .switchIfEmpty(Mono.error(() -> Problem.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        Reason.UPSTREAM_TIMEOUT,
                        "The upload took too long and was given up")))
                .then(find(date, actId))
                .flatMap(file -> note(by, file, "BROUGHT").thenReturn(file));
    }

    private Mono<CoreFile> decided(Caller caller, CoreFile file, CoreFile.State decision) {
        return (decision == CoreFile.State.IN_EFFECT ? store.replace(file.date()) : Mono.<Void>empty())
                .then(store.decide(file.fileId(), decision, caller.party(), clock.instant()))
                .then(find(file.date(), file.actId()))
                .flatMap(after -> note(
                                caller.party(), after, decision == CoreFile.State.IN_EFFECT ? "APPROVED" : "REFUSED")
                        .thenReturn(after));
    }

    /// What was approved stays so when a newer version replaces it.
    private static boolean isOf(CoreFile file, CoreFile.State decision) {
        return file.state() == decision
                || (decision == CoreFile.State.IN_EFFECT && file.state() == CoreFile.State.REPLACED);
    }

    private Mono<Void> note(String who, CoreFile file, String what) {
        return audit.add(List.of(new AuditLine(
                "core-file:" + file.date() + "/" + file.actId(),
                Optional.empty(),
                what,
                who,
                Optional.of(file.actId()),
                Map.of(
                        "version",
                        String.valueOf(file.version()),
                        "state",
                        file.state().name(),
                        "sm3",
                        file.sm3()),
                clock.instant())));
    }
}
