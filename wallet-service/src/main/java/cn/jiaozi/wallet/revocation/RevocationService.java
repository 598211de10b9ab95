package cn.jiaozi.wallet.revocation;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Reannouncing.Page;
import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.sdk.revocation.RevocationList;
import cn.jiaozi.wallet.purse.Purse;
import cn.jiaozi.wallet.purse.PurseService;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

@Service
class RevocationService {
    private static final Logger log = LoggerFactory.getLogger(RevocationService.class);

    private final RevocationStore store;
    private final PurseService purses;
    private final RevocationSettings settings;
    private final Outbox outbox;
    private final Clock clock;

    RevocationService(
            RevocationStore store, PurseService purses, RevocationSettings settings, Outbox outbox, Clock clock) {
        this.store = store;
        this.purses = purses;
        this.settings = settings;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Makes the next list when it is due. What it says of each purse, and that it is there, is announced
    /// together.
    @Transactional
    Mono<Boolean> makeIfDue() {
        return store.lock()
                .then(store.last().map(Optional::of).defaultIfEmpty(Optional.empty()))
                .flatMap(last -> purses.isToBeListed()
                        .filter(changed -> RevocationStep.isDue(
                                last.map(RevocationStep::at),
                                changed,
                                clock.instant(),
                                settings.listEvery(),
                                settings.listAtLeastEvery()))
                        .flatMap(_ -> make(last.map(RevocationStep::number).orElse(0) + 1)))
                .defaultIfEmpty(false);
    }

    /// Empty before the first one was made.
    @Transactional
    Mono<RevocationStep> last() {
        return store.last();
    }

    /// A list that was made; empty for another number.
    @Transactional
    Mono<RevocationList> list(int number) {
        return store.find(number)
                .flatMap(step -> store.members(number).map(members -> RevocationList.of(number, step.at(), members)));
    }

    /// For the copies of others.
    @Transactional
    Mono<Page> reannounce(String after, int atMost) {
        return store.after(after.isEmpty() ? 0 : Integer.parseInt(after), atMost)
                .filter(found -> !found.isEmpty())
                .flatMap(found -> announce(found)
                        .thenReturn(new Page(Integer.toString(found.getLast().number()), found.size())));
    }

    private Mono<Boolean> make(int number) {
        return purses.list(number)
                .map(listed -> new RevocationStep(
                        number,
                        clock.instant(),
                        listed.stream()
                                .filter(purse -> purse.revokedIn().isPresent())
                                .map(Purse::purseId)
                                .sorted()
                                .toList(),
                        listed.stream()
                                .filter(purse -> purse.revokedIn().isEmpty())
                                .map(Purse::purseId)
                                .sorted()
                                .toList()))
                .doOnNext(step -> log.info(
                        "Revocation list {}: {} more, {} fewer",
                        number,
                        step.added().size(),
                        step.removed().size()))
                .flatMap(step -> store.insert(step).then(announce(List.of(step))))
                .thenReturn(true);
    }

    private Mono<Void> announce(List<RevocationStep> steps) {
        return outbox.announce(steps.stream()
                .map(step -> new PurseFact.RevocationList(step.number(), step.at()))
                .map(fact -> new Announcement(Topics.PURSE, fact.key(), fact))
                .toList());
    }
}
