package cn.jiaozi.payment.voucher;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Reannouncing.Page;
import cn.jiaozi.contracts.PaymentEvent.LoadSettled;
import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.payment.purse.PurseService;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Says when nothing more is to come of a load that its chip has closed: then what is left of its reserve
/// goes back.
@Service
public class LoadService {
    private final LoadStore store;
    private final BookStore books;
    private final PurseService purses;
    private final VoucherSettings settings;
    private final Outbox outbox;
    private final Clock clock;

    LoadService(
            LoadStore store,
            BookStore books,
            PurseService purses,
            VoucherSettings settings,
            Outbox outbox,
            Clock clock) {
        this.store = store;
        this.books = books;
        this.purses = purses;
        this.settings = settings;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// A chip that closes a load says up to which counter it has paid; what of that is not here is missing
    /// from now on.
    ///
    /// @return purses of loads that were closed
    @Transactional
    public Mono<Set<String>> close(List<PurseFact> heard) {
        var closed = heard.stream()
                .filter(PurseFact.Load.class::isInstance)
                .map(PurseFact.Load.class::cast)
                .filter(load -> load.closing().isPresent())
                .toList();
        if (closed.isEmpty()) {
            return Mono.just(Set.of());
        }
        var concerned = closed.stream().map(PurseFact.Load::purseId).collect(Collectors.toSet());
        return books.lock(concerned)
                .flatMap(known -> store.close(closed).then(books.keep(missing(known, closed))))
                .thenReturn(concerned);
    }

    /// Settles what nothing more is to come of. Called when the transaction is over that has ended something of these
    /// purses: of two that end the last things in the same moment, the later one sees both.
    @Transactional
    public Mono<Void> conclude(Collection<String> concerned) {
        return concerned.isEmpty()
                ? Mono.empty()
                : store.open(concerned)
                        .filter(open -> !open.isEmpty())
                        .flatMap(open -> books.lock(open)
                                .then(store.settle(open, clock.instant()))
                                .flatMap(this::tell));
    }

    /// Gives up gaps that have waited too long, and says whose.
    @Transactional
    Mono<List<String>> giveUp(int atMost) {
        var now = clock.instant();
        var since = now.minus(settings.gapAfter());
        return store.waitedInVain(since, atMost)
                .filter(found -> !found.isEmpty())
                .flatMap(found ->
                        books.lock(found).then(store.giveUp(found, since, now)).thenReturn(found));
    }

    @Transactional
    public Mono<Page> reannounce(Instant since, String after, int atMost) {
        return store.settledAfter(since, after, atMost)
                .filter(settled -> !settled.isEmpty())
                .flatMap(settled -> tell(settled)
                        .thenReturn(new Page(
                                settled.getLast().purseId() + "/"
                                        + settled.getLast().load(),
                                settled.size())));
    }

    /// Only what changes is written.
    private static Map<String, Gaps> missing(Map<String, Book> known, List<PurseFact.Load> closed) {
        var changed = new HashMap<String, Gaps>();
        for (var load : closed) {
            var closing = load.closing().orElseThrow();
            var book = Objects.requireNonNull(known.get(load.purseId()));
            var before = changed.getOrDefault(load.purseId(), book.gaps());
            var after = before.closedAt(closing.counter(), closing.at());
            if (!after.equals(before)) {
                changed.put(load.purseId(), after);
            }
        }
        return changed;
    }

    private Mono<Void> tell(List<LoadStore.Closed> settled) {
        if (settled.isEmpty()) {
            return Mono.empty();
        }
        return purses.find(settled.stream().map(LoadStore.Closed::purseId).collect(Collectors.toSet()))
                .flatMap(known -> outbox.announce(settled.stream()
                        .map(each -> new Announcement(
                                Topics.PAYMENT,
                                known.purse(each.purseId())
                                        .map(purse -> purse.wallet().walletId())
                                        .orElse(each.purseId()),
                                new LoadSettled(
                                        "load:" + each.purseId() + "/" + each.load(),
                                        each.purseId(),
                                        each.load(),
                                        each.settledAt())))
                        .toList()));
    }
}
