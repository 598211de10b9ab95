package cn.jiaozi.payment.voucher;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Patience;
import cn.jiaozi.contracts.ShardMap;
import cn.jiaozi.contracts.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Asks the ledger to pay settlements, and asks again where it has not answered or could not do it yet. What was asked
/// stands in the settlement's own row, not in [cn.jiaozi.chassis.Asking]'s table: the row is locked and written with
/// every answer anyway, and a second one would cost each batch of vouchers two statements more.
@Service
class AskingService {
    private final SettlementStore store;
    private final Outbox outbox;
    private final ShardMap shards;
    private final VoucherSettings settings;
    private final Clock clock;

    AskingService(SettlementStore store, Outbox outbox, ShardMap shards, VoucherSettings settings, Clock clock) {
        this.store = store;
        this.outbox = outbox;
        this.shards = shards;
        this.settings = settings;
        this.clock = clock;
    }

    /// Joins the caller's transaction.
    Mono<Void> ask(Facts facts, List<Judgement> paying, Instant now) {
        Map<UUID, List<Judgement>> groups = paying.stream()
                .collect(Collectors.groupingBy(
                        each -> each.settlement().orElseThrow(), LinkedHashMap::new, Collectors.toList()));
        var settlements = groups.entrySet().stream()
                .map(group -> settlement(group.getKey(), group.getValue(), facts, now))
                .toList();
        return store.keep(settlements, now.plus(patience(1))).then(announce(settlements));
    }

    /// Joins the caller's transaction.
    ///
    /// @param now whether those that are open are announced at once, or when their time has come
    Mono<Void> go(List<Settlement> settlements, boolean now) {
        var open = settlements.stream()
                .filter(each -> now && each.state() == Settlement.State.ASKED)
                .toList();
        return store.keep(settlements, clock.instant().plus(patience(1))).then(announce(open));
    }

    @Transactional
    Mono<Void> askAgain(int atMost) {
        var now = clock.instant();
        return store.due(now, atMost)
                .filter(due -> !due.isEmpty())
                .flatMap(due -> store.asked(
                                due,
                                due.stream()
                                        .map(each -> now.plus(patience(each.asked() + 1)))
                                        .toList())
                        .then(announce(due)));
    }

    private static Settlement settlement(UUID id, List<Judgement> group, Facts facts, Instant now) {
        var first = group.getFirst();
        var debit = first.copy().debit();
        long amountFen = group.stream()
                .mapToLong(each -> each.copy().debit().amountFen())
                .reduce(0, Math::addExact);
        return Settlement.asked(
                id,
                facts.purses().purse(debit.payer()).orElseThrow(),
                facts.purses().load(debit.payer(), debit.load()).orElseThrow(),
                facts.recipient(debit.payee()).orElseThrow(),
                first.pays().orElseThrow().funding(),
                new Settlement.Sum(group.size(), amountFen, first.copy().receivedAt()),
                now);
    }

    private Mono<Void> announce(List<Settlement> settlements) {
        return outbox.announce(settlements.stream()
                .map(each -> new Announcement(topic(each), each.payer().walletId(), each.asks()))
                .toList());
    }

    private String topic(Settlement settlement) {
        return Topics.ledgerRequest(shards, settlement.payer().walletId());
    }

    private Duration patience(int asked) {
        return Patience.after(settings.askAgainAfter(), asked);
    }
}
