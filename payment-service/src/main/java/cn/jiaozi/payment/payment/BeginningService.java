package cn.jiaozi.payment.payment;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Ids;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.payment.code.CodeService;
import cn.jiaozi.payment.order.Order;
import cn.jiaozi.payment.order.OrderService;
import cn.jiaozi.payment.payee.PayeeService;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Begins a batch of payments in one transaction: read, lock, decide all of it in memory, write, announce. How many
/// statements that takes does not depend on how many payments there are.
@Service
class BeginningService {
    private final PaymentStore store;
    private final OrderService orders;
    private final CodeService codes;
    private final PayeeService payees;
    private final EndingService endings;
    private final Outbox outbox;
    private final PaymentSettings settings;
    private final Ids ids;
    private final Clock clock;
    private final DistributionSummary sizes;

    BeginningService(
            PaymentStore store,
            OrderService orders,
            CodeService codes,
            PayeeService payees,
            EndingService endings,
            Outbox outbox,
            PaymentSettings settings,
            Ids ids,
            Clock clock,
            MeterRegistry metrics) {
        this.store = store;
        this.orders = orders;
        this.codes = codes;
        this.payees = payees;
        this.endings = endings;
        this.outbox = outbox;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
        this.sizes = metrics.summary("jiaozi.payment.begun.batch");
    }

    /// Fails with a [ConcurrencyFailureException] when another instance was faster with one of the ids; done again, it
    /// finds that payment.
    ///
    /// @return one for every wish, in their order
    @Transactional
    public Mono<List<Beginning.Answer>> begin(List<Wish> wishes) {
        sizes.record(wishes.size());
        return store.find(wishes.stream().map(Wish::id).collect(Collectors.toSet()))
                .flatMap(known -> seen(wishes, known))
                .map(seen -> Beginning.of(wishes, seen, terms()))
                .flatMap(beginning -> keep(beginning).thenReturn(beginning.answers()));
    }

    /// The orders are locked before the codes, both before the payees are read, and all of it before the moment of the
    /// decision.
    private Mono<Beginning.Seen> seen(List<Wish> wishes, Map<OwnId, Payment> known) {
        var fresh =
                wishes.stream().filter(wish -> !known.containsKey(wish.id())).toList();
        return orders.lock(set(fresh, wish -> wish.order().stream()))
                .flatMap(locked -> codes.lock(set(fresh, wish -> wish.codeHash().stream()))
                        .flatMap(shown -> payees.find(payeesOf(fresh, locked.values()))
                                .map(found -> new Beginning.Seen(known, locked, shown, found))));
    }

    private static <T> Set<T> set(List<Wish> wishes, Function<Wish, Stream<T>> of) {
        return wishes.stream().flatMap(of).collect(Collectors.toSet());
    }

    private static Set<String> payeesOf(List<Wish> wishes, Collection<Order> orders) {
        return Stream.concat(
                        wishes.stream().flatMap(Wish::payees),
                        orders.stream()
                                .flatMap(order -> order.content().storeNo().stream()
                                        .map(storeNo -> Payee.key(order.merchantNo(), storeNo))))
                .collect(Collectors.toSet());
    }

    private Beginning.Terms terms() {
        return new Beginning.Terms(settings.operator(), settings.payment().validFor(), ids::next, clock.instant());
    }

    private Mono<Void> keep(Beginning beginning) {
        return insert(beginning.fresh())
                .then(orders.insertAll(beginning.created()))
                .then(orders.claim(beginning.claims()))
                .then(codes.use(beginning.used()))
                .then(outbox.announce(beginning.requested().stream()
                        .map(payment ->
                                new Announcement(Topics.PAYMENT, payment.payer().walletId(), payment.request()))
                        .toList()))
                .thenMany(Flux.fromIterable(beginning.refused()))
                .concatMap(payment -> endings.refusedAtOnce(Movement.PAYMENT, payment.businessId(), payment.standing()))
                .then();
    }

    private Mono<Void> insert(List<Payment> fresh) {
        return fresh.isEmpty()
                ? Mono.empty()
                : store.insert(fresh, settings.payment().healAfter())
                        .filter(inserted -> inserted == fresh.size())
                        .switchIfEmpty(Mono.error(
                                () -> new ConcurrencyFailureException("An id was used elsewhere in the same moment")))
                        .then();
    }
}
