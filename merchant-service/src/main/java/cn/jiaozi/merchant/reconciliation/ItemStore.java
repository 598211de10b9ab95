package cn.jiaozi.merchant.reconciliation;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.contracts.WalletEvent.CoreWord;
import cn.jiaozi.merchant.page.Cursor;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class ItemStore {
    private static final String SELECT = """
            select item_id, accounting_date, pair, key, mark, reason, ours_count, ours_fen, theirs_count, theirs_fen,
                   tx_type, business_id, entry_step, ours_kind, ours_wallet, clearing, theirs_kind, theirs_wallet,
                   theirs_state, bank_ref, evidence, core_word, core_ref, core_answered_at, state, explanation,
                   opened_at, cleared_at
            from reconciliation_item
            """;

    private final DatabaseClient client;

    ItemStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Item> find(UUID itemId) {
        return client.sql(SELECT + " where item_id = :id")
                .bind("id", itemId)
                .map(ItemStore::item)
                .one();
    }

    Mono<Item> lock(UUID itemId) {
        return client.sql(SELECT + " where item_id = :id for update")
                .bind("id", itemId)
                .map(ItemStore::item)
                .one();
    }

    /// In the order in which they came into the queue. Every filter may be left out.
    Mono<List<Item>> page(ItemFilter filter, Cursor after, int limit) {
        var statement = client.sql(SELECT + """
                         where (:date::date is null or accounting_date = :date)
                            and (:mark::text is null or mark = :mark)
                            and (:state::text is null or state = :state)
                            and (:before::timestamptz is null or opened_at < :before)
                            and (opened_at, item_id) > (:at, :id::uuid)
                        order by opened_at, item_id
                        limit :limit
                        """)
                .bind("at", after.at())
                .bind("id", after.id())
                .bind("limit", limit);
        statement = optional(statement, "date", filter.date(), LocalDate.class);
        statement = optional(statement, "mark", filter.mark().map(Enum::name), String.class);
        statement = optional(statement, "state", filter.state().map(Enum::name), String.class);
        statement = optional(statement, "before", filter.openedBefore(), Instant.class);
        return statement.map(ItemStore::item).all().collectList();
    }

    Mono<Void> move(UUID itemId, Item.State state, Optional<Item.Explanation> explanation, Instant now) {
        var statement =
                client.sql("""
                        update reconciliation_item
                        set state = :state, explanation = :explanation,
                            cleared_at = case :state when 'CLEARED' then :now::timestamptz end
                        where item_id = :id
                        """).bind("id", itemId).bind("state", state.name()).bind("now", now);
        return optional(statement, "explanation", explanation.map(Enum::name), String.class)
                .then();
    }

    /// Whatever the core has said before, it says this now.
    Mono<Void> answered(UUID itemId, Item.Answer answer) {
        var statement = client.sql("""
                        update reconciliation_item
                        set core_word = :word, core_ref = :ref, core_answered_at = :at
                        where item_id = :id
                        """)
                .bind("id", itemId)
                .bind("word", answer.word().name())
                .bind("at", answer.at());
        return optional(statement, "ref", answer.bankRef(), String.class).then();
    }

    /// The money was moved for what has explained itself meanwhile.
    Mono<Void> notDue(UUID itemId, String businessId) {
        return client.sql("""
                        update reconciliation_item
                        set mark = 'MORE', reason = 'ADJUSTMENT_NOT_DUE', state = 'OPEN', explanation = null,
                            cleared_at = null, business_id = :business_id, entry_step = 'adjust',
                            ours_wallet = coalesce(ours_wallet, theirs_wallet)
                        where item_id = :id
                        """)
                .bind("id", itemId)
                .bind("business_id", businessId)
                .then();
    }

    /// Whether payment-service has said that a payment succeeded, on any of the days around.
    Mono<Boolean> succeeded(String businessId, LocalDate date) {
        return client.sql("""
                        select exists (
                            select from generate_series(-2, 2) as shift, book_payment p
                            where p.accounting_date = :date + shift and p.business_id = :id
                                and p.state = 'SUCCEEDED') as yes
                        """)
                .bind("date", date)
                .bind("id", businessId)
                .mapValue(Boolean.class)
                .one();
    }

    private static <T> GenericExecuteSpec optional(
            GenericExecuteSpec statement, String name, Optional<T> value, Class<T> type) {
        return value.isPresent() ? statement.bind(name, value.get()) : statement.bindNull(name, type);
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    static Item item(Readable row) {
        return new Item(
                row.get("item_id", UUID.class),
                row.get("accounting_date", LocalDate.class),
                Pair.valueOf(requireNonNull(row.get("pair", String.class))),
                row.get("key", String.class),
                Mark.valueOf(requireNonNull(row.get("mark", String.class))),
                row.get("reason", String.class),
                row.get("ours_count", Long.class),
                row.get("ours_fen", Long.class),
                row.get("theirs_count", Long.class),
                row.get("theirs_fen", Long.class),
                text(row, "tx_type"),
                text(row, "business_id"),
                text(row, "entry_step")
                        .map(step -> new Item.Entry(
                                step,
                                row.get("ours_wallet", String.class),
                                text(row, "ours_kind"),
                                text(row, "clearing"))),
                text(row, "theirs_state")
                        .map(state -> new Item.Line(
                                text(row, "theirs_kind").orElse(""),
                                text(row, "theirs_wallet").orElse(""),
                                state,
                                text(row, "bank_ref"))),
                row.get("evidence", Integer.class),
                text(row, "core_word")
                        .map(word -> new Item.Answer(
                                CoreWord.valueOf(word),
                                text(row, "core_ref"),
                                row.get("core_answered_at", Instant.class))),
                Item.State.valueOf(requireNonNull(row.get("state", String.class))),
                text(row, "explanation").map(Item.Explanation::valueOf),
                row.get("opened_at", Instant.class),
                Optional.ofNullable(row.get("cleared_at", Instant.class)));
    }

    private static Optional<String> text(Readable row, String column) {
        return Optional.ofNullable(row.get(column, String.class));
    }
}
