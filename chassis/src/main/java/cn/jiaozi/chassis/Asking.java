package cn.jiaozi.chassis;

import cn.jiaozi.chassis.Reannouncing.Page;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.ShardMap;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/// Asks the ledger and keeps the question until it is answered; asks again, word for word, after 10 s, 1 min, 10 min,
/// also after a complete loss of Kafka. For services that have the table `asked` and say so with `jiaozi.asking.every`.
public final class Asking {
    private static final Logger log = LoggerFactory.getLogger(Asking.class);
    private static final int ROUND = 500;
    private static final String ALL = "all";

    private final AskedStore store;
    private final TransactionalOperator transaction;
    private final Outbox outbox;
    private final ShardMap shards;
    private final Clock clock;

    /// @param walletId the record's key, so that what concerns one wallet keeps its order; its shard is asked
    public record Ask(String walletId, LedgerRequest request) {}

    Asking(AskedStore store, TransactionalOperator transaction, Outbox outbox, ShardMap shards, Clock clock) {
        this.store = store;
        this.transaction = transaction;
        this.outbox = outbox;
        this.shards = shards;
        this.clock = clock;
    }

    /// Joins the caller's transaction, if there is one.
    public Mono<Void> ask(List<Ask> asks) {
        if (asks.isEmpty()) {
            return Mono.empty();
        }
        var now = clock.instant();
        var asked = asks.stream()
                .map(ask -> Asked.first(ask.walletId(), ask.request(), now))
                .toList();
        return store.insert(asked).then(announce(asked)).as(transaction::transactional);
    }

    /// Joins the caller's transaction, if there is one.
    public Mono<Void> answered(List<StepId> ids) {
        return ids.isEmpty() ? Mono.empty() : store.delete(ids).as(transaction::transactional);
    }

    /// Announces again, word for word, whatever has waited too long.
    Mono<Void> askAgain() {
        return round().repeat().takeUntil(asked -> asked == 0).then();
    }

    /// Announces at once whatever is not answered: a source for [Reannouncing], of one page.
    Mono<Page> askAll(String after, Job job) {
        return after.equals(ALL)
                ? Mono.empty()
                : store.hasten(clock.instant())
                        .as(transaction::transactional)
                        .map(hastened -> new Page(ALL, Math.toIntExact(hastened)))
                        .doOnNext(_ -> job.wake());
    }

    private Mono<Integer> round() {
        return Mono.defer(() -> {
                    var now = clock.instant();
                    return store.due(now, ROUND).flatMap(due -> due.isEmpty() ? Mono.just(0) : again(due, now));
                })
                .as(transaction::transactional);
    }

    private Mono<Integer> again(List<Asked> due, Instant now) {
        log.info(
                "Asking the ledger again about {} steps, first {}",
                due.size(),
                due.getFirst().request().id());
        return store.postpone(due.stream().map(one -> one.again(now)).toList())
                .then(announce(due))
                .thenReturn(due.size());
    }

    private Mono<Void> announce(List<Asked> asked) {
        return outbox.announce(asked.stream()
                .map(one -> new Announcement(Topics.ledgerRequest(shards, one.key()), one.key(), one.request()))
                .toList());
    }
}
