package cn.jiaozi.merchant.remedy;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.chassis.Json;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.MerchantEvent;
import cn.jiaozi.merchant.reconciliation.Mark;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class RemedyStore {
    private static final String SELECT = """
            select item_id, remedy_id, kind, reason, state, mark, amount_fen, proposed_by, proposed_at, decided_by,
                   decided_at, business_id, failure, ended_at
            from remedy
            """;

    private final DatabaseClient client;

    RemedyStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Void> insert(Remedy remedy) {
        var statement = client.sql("""
                        insert into remedy (item_id, remedy_id, kind, reason, state, mark, amount_fen, proposed_by,
                                            proposed_at, decided_by, decided_at, ended_at)
                        values (:item, :id, :kind, :reason, :state, :mark, :amount, :by, :at, :decided_by, :decided_at,
                                :ended_at)
                        """)
                .bind("item", remedy.itemId())
                .bind("id", remedy.remedyId())
                .bind("kind", remedy.kind().name())
                .bind("reason", remedy.reason())
                .bind("state", remedy.state().name())
                .bind("mark", remedy.mark().name())
                .bind("amount", remedy.amountFen())
                .bind("by", remedy.proposedBy())
                .bind("at", remedy.proposedAt());
        return decision(statement, remedy).then();
    }

    Mono<Void> move(Remedy remedy) {
        var statement = client.sql("""
                        update remedy
                        set state = :state, decided_by = :decided_by, decided_at = :decided_at, ended_at = :ended_at,
                            failure = :failure
                        where item_id = :item and remedy_id = :id
                        """)
                .bind("item", remedy.itemId())
                .bind("id", remedy.remedyId())
                .bind("state", remedy.state().name());
        statement = optional(statement, "failure", remedy.failure(), String.class);
        return decision(statement, remedy).then();
    }

    /// With the question to the ledger, so that it can be put again word for word.
    Mono<Void> ask(Remedy remedy, Adjustment.Asking asking, Instant againAt) {
        return ask(remedy, Optional.of(asking.walletId()), asking.request(), againAt);
    }

    Mono<Void> ask(Remedy remedy, MerchantEvent.CoreQueryRequested request, Instant againAt) {
        return ask(remedy, Optional.empty(), request, againAt);
    }

    private Mono<Void> ask(Remedy remedy, Optional<String> walletId, Object request, Instant againAt) {
        var statement = client.sql("""
                        update remedy
                        set state = 'ASKED', decided_by = :decided_by, decided_at = :decided_at, ended_at = :ended_at,
                            business_id = :business_id, wallet_id = :wallet, request = :request, asks = 1,
                            again_at = :again_at
                        where item_id = :item and remedy_id = :id
                        """)
                .bind("item", remedy.itemId())
                .bind("id", remedy.remedyId())
                .bind("business_id", remedy.businessId().orElseThrow())
                .bind("request", Json.write(request))
                .bind("again_at", againAt);
        statement = optional(statement, "wallet", walletId, String.class);
        return decision(statement, remedy).then();
    }

    Mono<Remedy> find(UUID itemId, String remedyId) {
        return client.sql(SELECT + " where item_id = :item and remedy_id = :id")
                .bind("item", itemId)
                .bind("id", remedyId)
                .map(RemedyStore::remedy)
                .one();
    }

    Mono<Remedy> findByBusinessId(String businessId) {
        return client.sql(SELECT + " where business_id = :id")
                .bind("id", businessId)
                .map(RemedyStore::remedy)
                .one();
    }

    Mono<List<Remedy>> of(UUID itemId) {
        return client.sql(SELECT + " where item_id = :item order by proposed_at, remedy_id")
                .bind("item", itemId)
                .map(RemedyStore::remedy)
                .all()
                .collectList();
    }

    /// Items that the suite may be allowed to settle itself; each is looked at once for each thing that it has been.
    Mono<List<UUID>> small(long upToFen, String by, int atMost) {
        return client.sql("""
                        select i.item_id
                        from reconciliation_item i
                        where i.state = 'OPEN' and i.pair = 'LEDGER_CORE'
                            and case when i.mark in ('LESS', 'FANS')
                                     then i.core_word in ('DONE', 'RETURNED') and i.core_ref = i.bank_ref
                                         or i.evidence >= 2 and i.core_word is distinct from 'REFUSED'
                                     else i.core_word = 'REFUSED'
                                         or i.evidence >= 2 and coalesce(i.core_word, '') not in ('DONE', 'RETURNED')
                                     end
                            and i.mark in ('MORE', 'LESS', 'SANF', 'FANS')
                            and i.reason not in ('ADJUSTMENT_NOT_DUE', 'CHANGED_AFTER_REMEDY')
                            and case when i.mark in ('LESS', 'FANS')
                                     then i.ours_count = 0 and i.theirs_count = 1 and i.theirs_kind <> 'CREDIT'
                                     else i.ours_kind = 'CREDIT' end
                            and greatest(i.ours_fen, i.theirs_fen) <= :up_to
                            and not exists (
                                select from remedy r
                                where r.item_id = i.item_id and r.proposed_by = :by and r.mark = i.mark)
                        order by i.opened_at
                        limit :at_most
                        """)
                .bind("up_to", upToFen)
                .bind("by", by)
                .bind("at_most", atMost)
                .mapValue(UUID.class)
                .all()
                .collectList();
    }

    /// Questions to the ledger that have waited too long.
    Mono<List<Adjustment.Asking>> due(Instant now, Instant againAt, int atMost) {
        return due(
                false,
                now,
                againAt,
                atMost,
                row -> new Adjustment.Asking(
                        requireNonNull(row.get("wallet_id", String.class)), request(row, LedgerRequest.class)));
    }

    /// Questions to the core that have waited too long.
    Mono<List<MerchantEvent.CoreQueryRequested>> dueQueries(Instant now, Instant againAt, int atMost) {
        return due(true, now, againAt, atMost, row ->
                (MerchantEvent.CoreQueryRequested) request(row, MerchantEvent.class));
    }

    private static <T> T request(Readable row, Class<T> type) {
        return Json.read(requireNonNull(row.get("request", String.class)), type);
    }

    /// Locked and put off; another instance takes others.
    private <T> Mono<List<T>> due(
            boolean queries, Instant now, Instant againAt, int atMost, Function<Readable, T> question) {
        return client.sql("""
                        update remedy r
                        set asks = asks + 1, again_at = :again_at
                        from (
                            select item_id, remedy_id from remedy
                            where state = 'ASKED' and again_at <= :now and (kind = 'RE_QUERY') = :queries
                            order by again_at limit :at_most
                            for update skip locked) due
                        where r.item_id = due.item_id and r.remedy_id = due.remedy_id
                        returning r.wallet_id, r.request
                        """)
                .bind("now", now)
                .bind("again_at", againAt)
                .bind("at_most", atMost)
                .bind("queries", queries)
                .map(question)
                .all()
                .collectList();
    }

    private static GenericExecuteSpec decision(GenericExecuteSpec statement, Remedy remedy) {
        var bound = optional(statement, "decided_by", remedy.decidedBy(), String.class);
        bound = optional(bound, "decided_at", remedy.decidedAt(), Instant.class);
        return optional(bound, "ended_at", remedy.endedAt(), Instant.class);
    }

    private static <T> GenericExecuteSpec optional(
            GenericExecuteSpec statement, String name, Optional<T> value, Class<T> type) {
        return value.isPresent() ? statement.bind(name, value.get()) : statement.bindNull(name, type);
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Remedy remedy(Readable row) {
        return new Remedy(
                row.get("item_id", UUID.class),
                row.get("remedy_id", String.class),
                RemedyKind.valueOf(row.get("kind", String.class)),
                row.get("reason", String.class),
                Remedy.State.valueOf(row.get("state", String.class)),
                Mark.valueOf(row.get("mark", String.class)),
                row.get("amount_fen", Long.class),
                row.get("proposed_by", String.class),
                row.get("proposed_at", Instant.class),
                Optional.ofNullable(row.get("decided_by", String.class)),
                Optional.ofNullable(row.get("decided_at", Instant.class)),
                Optional.ofNullable(row.get("business_id", String.class)),
                Optional.ofNullable(row.get("failure", String.class)),
                Optional.ofNullable(row.get("ended_at", Instant.class)));
    }
}
