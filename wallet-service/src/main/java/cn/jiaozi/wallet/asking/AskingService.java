package cn.jiaozi.wallet.asking;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.ShardMap;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Asks the ledger and keeps the question until it is answered.
@Service
public class AskingService {
    private static final Logger log = LoggerFactory.getLogger(AskingService.class);
    private static final int ROUND = 500;

    private final AskingStore store;
    private final Outbox outbox;
    private final ShardMap shards;
    private final Clock clock;

    /// @param walletId the record's key, so that what concerns one wallet keeps its order; its shard is asked
    public record Ask(String walletId, LedgerRequest request) {}

    AskingService(AskingStore store, Outbox outbox, ShardMap shards, Clock clock) {
        this.store = store;
        this.outbox = outbox;
        this.shards = shards;
        this.clock = clock;
    }

    @Transactional
    public Mono<Void> ask(List<Ask> asks) {
        if (asks.isEmpty()) {
            return Mono.empty();
        }
        var now = clock.instant();
        var asked = asks.stream()
                .map(ask -> Asked.first(ask.walletId(), ask.request(), now))
                .toList();
        return store.insert(asked).then(announce(asked));
    }

    @Transactional
    public Mono<Void> answered(List<StepId> ids) {
        return ids.isEmpty() ? Mono.empty() : store.delete(ids);
    }

    /// Announces again, word for word, what has waited too long.
    @Transactional
    Mono<Integer> askAgain() {
        var now = clock.instant();
        return store.due(now, ROUND).flatMap(due -> {
            if (due.isEmpty()) {
                return Mono.just(0);
            }
            log.info(
                    "Asking the ledger again about {} steps, first {}",
                    due.size(),
                    due.getFirst().request().id());
            return store.postpone(due.stream().map(one -> one.again(now)).toList())
                    .then(announce(due))
                    .thenReturn(due.size());
        });
    }

    /// Lets the job announce at once whatever is not answered.
    @Transactional
    Mono<Integer> hasten() {
        return store.hasten(clock.instant()).map(Math::toIntExact);
    }

    private Mono<Void> announce(List<Asked> asked) {
        return outbox.announce(asked.stream()
                .map(one -> new Announcement(topic(one.key()), one.key(), one.request()))
                .toList());
    }

    private String topic(String walletId) {
        return Topics.ledgerRequest(shards.shardOf(Addresses.wallet(walletId)).orElseThrow());
    }
}
