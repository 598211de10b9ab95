package cn.jiaozi.wallet.query;

import cn.jiaozi.chassis.AfterCommit;
import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.contracts.MerchantEvent.CoreQueryRequested;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.wallet.bank.BankAnswer;
import cn.jiaozi.wallet.bank.CoreSettings;
import cn.jiaozi.wallet.exchange.ExchangeService;
import cn.jiaozi.wallet.returned.ReturnService;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Keeps questions to the core and what it says; a question is called for outside of any transaction.
@Service
public class QueryService {
    private static final Logger log = LoggerFactory.getLogger(QueryService.class);

    private final QueryStore store;
    private final ExchangeService exchanges;
    private final ReturnService returns;
    private final Outbox outbox;
    private final QuerySettings settings;
    private final CoreSettings core;
    private final MeterRegistry metrics;
    private final Clock clock;

    QueryService(
            QueryStore store,
            ExchangeService exchanges,
            ReturnService returns,
            Outbox outbox,
            QuerySettings settings,
            CoreSettings core,
            MeterRegistry metrics,
            Clock clock) {
        this.store = store;
        this.exchanges = exchanges;
        this.returns = returns;
        this.outbox = outbox;
        this.settings = settings;
        this.core = core;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// A repeat is told the stored answer, as soon as there is one.
    ///
    /// @param wake where something is to be called for
    @Transactional
    public Mono<Void> hear(List<CoreQueryRequested> requests, Runnable wake) {
        if (requests.isEmpty()) {
            return Mono.empty();
        }
        var ids =
                requests.stream().map(CoreQueryRequested::businessId).distinct().toList();
        return store.lock(ids).flatMap(known -> {
            var now = clock.instant();
            var stored = byBusinessId(known);
            var begun = new ArrayList<CoreQuery>();
            var told = new LinkedHashSet<WalletEvent>();
            for (var request : requests) {
                var query = stored.computeIfAbsent(request.businessId(), _ -> {
                    var first = CoreQuery.of(request, now);
                    begun.add(first);
                    return first;
                });
                query.difference(request)
                        .ifPresentOrElse(
                                field -> told.add(conflict(request.businessId(), field, now)),
                                () -> query.told().ifPresent(told::add));
            }
            return store.insert(begun).then(announce(told)).then(AfterCommit.run(wake));
        });
    }

    /// When this has committed they are called for.
    @Transactional
    Mono<List<CoreQuery>> take(int atMost) {
        var now = clock.instant();
        return store.take(now, now.plus(core.lease()), atMost);
    }

    /// Stores a round of answers in one transaction; exchanges that wait for one of them move on by it.
    ///
    /// @param answers by business id of the question
    @Transactional
    Mono<Void> conclude(List<CoreQuery> taken, Map<String, BankAnswer> answers) {
        var byRequest = taken.stream()
                .collect(Collectors.toMap(
                        CoreQuery::requestId,
                        query -> Objects.requireNonNull(answers.get(query.businessId())),
                        (one, _) -> one));
        return exchanges
                .told(byRequest)
                .then(returns.cameBack(byRequest.keySet()))
                .flatMap(back -> store.lock(answers.keySet()).flatMap(before -> {
                    var after = heard(before, answers, back);
                    return store.save(after).then(announce(told(before, after)));
                }));
    }

    private List<CoreQuery> heard(List<CoreQuery> before, Map<String, BankAnswer> answers, Set<String> back) {
        var now = clock.instant();
        return before.stream()
                .map(query -> query.heard(
                        Objects.requireNonNull(answers.get(query.businessId())),
                        back.contains(query.requestId()),
                        settings,
                        now))
                .toList();
    }

    private static List<WalletEvent> told(List<CoreQuery> before, List<CoreQuery> after) {
        var known = Set.copyOf(before);
        return after.stream()
                .filter(query -> !known.contains(query))
                .flatMap(query -> query.told().stream())
                .toList();
    }

    private Mono<Void> announce(Collection<WalletEvent> events) {
        events.forEach(event -> log.info("{}", event));
        return outbox.announce(events.stream()
                .map(event -> new Announcement(Topics.WALLET, event.businessId(), event))
                .toList());
    }

    /// Somebody has to look; nothing changes.
    private WalletEvent conflict(String businessId, String field, Instant now) {
        log.warn("{} was asked for before with another {}", businessId, field);
        metrics.counter("jiaozi.wallet.conflicted", "noun", "core-query").increment();
        return new WalletEvent.Conflicted(businessId, field, now);
    }

    private static Map<String, CoreQuery> byBusinessId(List<CoreQuery> queries) {
        return queries.stream()
                .collect(Collectors.toMap(
                        CoreQuery::businessId, Function.identity(), (one, _) -> one, LinkedHashMap::new));
    }
}
