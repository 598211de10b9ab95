package cn.jiaozi.payment.voucher;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.PaymentEvent.Seller;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.WalletParty;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class SettlementStore {
    private static final String SELECT = """
            select id, purse_id, load, payer_wallet, payer_operator, payee_wallet, payee_operator, terminal_id,
                   merchant_no, store_no, vouchers, amount_fen, attempt, state, reason, request, asked, asked_at,
                   receivable_fen, accounting_date, posted_at
            from voucher_settlement
            """;

    private final DatabaseClient client;

    /// @param reserve that it is paid from
    record Origin(UUID id, String purseId, String reserve) {}

    SettlementStore(DatabaseClient client) {
        this.client = client;
    }

    /// Inserts what is new and writes what has changed.
    ///
    /// @param askAt when an open one is to be announced again
    Mono<Void> keep(List<Settlement> rows, Instant askAt) {
        return rows.isEmpty()
                ? Mono.empty()
                : client.sql("""
                        insert into voucher_settlement as s
                            (id, purse_id, load, payer_wallet, payer_operator, payee_wallet, payee_operator, terminal_id,
                             merchant_no, store_no, vouchers, amount_fen, attempt, state, reason, request, asked,
                             asked_at, receivable_fen, accounting_date, posted_at, next_ask_at)
                        select u.*, :ask_at
                        from unnest(:id, :purse_id, :load, :payer_wallet, :payer_operator, :payee_wallet,
                                    :payee_operator, :terminal_id, :merchant_no, :store_no, :vouchers, :amount_fen,
                                    :attempt, :state, :reason, :request, :asked, :asked_at, :receivable_fen,
                                    :accounting_date, :posted_at) as u
                        on conflict (id) do update
                        set attempt = excluded.attempt, state = excluded.state, reason = excluded.reason,
                            request = excluded.request, receivable_fen = excluded.receivable_fen,
                            accounting_date = excluded.accounting_date, posted_at = excluded.posted_at,
                            next_ask_at = excluded.next_ask_at
                        """)
                        .bind("id", Columns.uuids(rows, Settlement::id))
                        .bind("purse_id", Columns.text(rows, Settlement::purseId))
                        .bind("load", Columns.ints(rows, Settlement::load))
                        .bind("payer_wallet", Columns.text(rows, s -> s.payer().walletId()))
                        .bind(
                                "payer_operator",
                                Columns.text(rows, s -> s.payer().operator()))
                        .bind("payee_wallet", Columns.text(rows, s -> s.payee().walletId()))
                        .bind(
                                "payee_operator",
                                Columns.text(rows, s -> s.payee().operator()))
                        .bind(
                                "terminal_id",
                                Columns.text(
                                        rows,
                                        s -> s.seller().map(Seller::terminalId).orElse(null)))
                        .bind(
                                "merchant_no",
                                Columns.text(
                                        rows,
                                        s -> s.seller().map(Seller::merchantNo).orElse(null)))
                        .bind(
                                "store_no",
                                Columns.text(
                                        rows,
                                        s -> s.seller().map(Seller::storeNo).orElse(null)))
                        .bind("vouchers", Columns.ints(rows, Settlement::vouchers))
                        .bind("amount_fen", Columns.longs(rows, Settlement::amountFen))
                        .bind("attempt", Columns.ints(rows, Settlement::attempt))
                        .bind("state", Columns.text(rows, s -> s.state().name()))
                        .bind(
                                "reason",
                                Columns.text(
                                        rows, s -> s.reason().map(Reason::name).orElse(null)))
                        .bind("request", Columns.text(rows, Settlement::request))
                        .bind("asked", Columns.ints(rows, Settlement::asked))
                        .bind("asked_at", Columns.instants(rows, Settlement::askedAt))
                        .bind(
                                "receivable_fen",
                                Columns.longs(
                                        rows,
                                        s -> s.posting()
                                                .map(p -> p.receivableFen())
                                                .orElse(null)))
                        .bind(
                                "accounting_date",
                                Columns.dates(
                                        rows,
                                        s -> s.posting()
                                                .map(p -> p.accountingDate())
                                                .orElse(null)))
                        .bind(
                                "posted_at",
                                Columns.instants(
                                        rows, s -> s.posting().map(p -> p.at()).orElse(null)))
                        .bind("ask_at", askAt)
                        .then();
    }

    /// What never changes of them, so that no lock is needed.
    Mono<List<Origin>> origins(Collection<UUID> ids) {
        return client.sql("select id, purse_id, load, payer_wallet from voucher_settlement where id = any(:ids)")
                .bind("ids", ids.toArray(UUID[]::new))
                .map(SettlementStore::origin)
                .all()
                .collectList();
    }

    /// Those that the ledger has just paid.
    Mono<Void> post(List<Settlement> posted) {
        return posted.isEmpty()
                ? Mono.empty()
                : client.sql("""
                                update voucher_settlement s
                                set state = 'POSTED', receivable_fen = u.receivable_fen,
                                    accounting_date = u.accounting_date, posted_at = u.posted_at
                                from unnest(:ids, :receivable_fen, :accounting_date, :posted_at)
                                     as u (id, receivable_fen, accounting_date, posted_at)
                                where s.id = u.id
                                """)
                        .bind("ids", Columns.uuids(posted, Settlement::id))
                        .bind(
                                "receivable_fen",
                                Columns.longs(posted, s -> posting(s).receivableFen()))
                        .bind(
                                "accounting_date",
                                Columns.dates(posted, s -> posting(s).accountingDate()))
                        .bind(
                                "posted_at",
                                Columns.instants(posted, s -> posting(s).at()))
                        .then();
    }

    Mono<List<Settlement>> lock(Collection<UUID> ids) {
        return client.sql(SELECT + " where id = any(:ids) order by id for update")
                .bind("ids", ids.toArray(UUID[]::new))
                .map(SettlementStore::settlement)
                .all()
                .collectList();
    }

    /// Locks what has waited long enough, leaving to others what they have locked.
    Mono<List<Settlement>> due(Instant now, int atMost) {
        return client.sql(SELECT + """
                         where state = 'ASKED' and next_ask_at <= :now
                        order by next_ask_at limit :at_most for update skip locked
                        """)
                .bind("now", now)
                .bind("at_most", atMost)
                .map(SettlementStore::settlement)
                .all()
                .collectList();
    }

    Mono<Void> asked(List<Settlement> again, List<Instant> next) {
        return client.sql("""
                        update voucher_settlement s set asked = s.asked + 1, next_ask_at = u.next
                        from unnest(:ids, :next) as u (id, next) where s.id = u.id
                        """)
                .bind("ids", Columns.uuids(again, Settlement::id))
                .bind("next", Columns.instants(next, at -> at))
                .then();
    }

    /// In the order of their ids, which is that of time.
    Mono<List<Settlement>> postedAfter(UUID after, int atMost) {
        return client.sql(SELECT + " where state = 'POSTED' and id > :after order by id limit :at_most")
                .bind("after", after)
                .bind("at_most", atMost)
                .map(SettlementStore::settlement)
                .all()
                .collectList();
    }

    Mono<Long> open() {
        return client.sql("select count(*) from voucher_settlement where state = 'ASKED'")
                .mapValue(Long.class)
                .one();
    }

    private static Settlement.Posting posting(Settlement posted) {
        return posted.posting().orElseThrow();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Origin origin(Readable row) {
        return new Origin(
                row.get("id", UUID.class),
                row.get("purse_id", String.class),
                Addresses.reserve(
                        row.get("payer_wallet", String.class),
                        row.get("purse_id", String.class),
                        row.get("load", Integer.class)));
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Settlement settlement(Readable row) {
        return new Settlement(
                row.get("id", UUID.class),
                row.get("purse_id", String.class),
                row.get("load", Integer.class),
                new WalletParty(row.get("payer_wallet", String.class), row.get("payer_operator", String.class)),
                new WalletParty(row.get("payee_wallet", String.class), row.get("payee_operator", String.class)),
                Optional.ofNullable(row.get("terminal_id", String.class))
                        .map(till -> new Seller(
                                till, row.get("merchant_no", String.class), row.get("store_no", String.class))),
                row.get("vouchers", Integer.class),
                row.get("amount_fen", Long.class),
                row.get("attempt", Integer.class),
                Settlement.State.valueOf(row.get("state", String.class)),
                Optional.ofNullable(row.get("reason", String.class)).map(Reason::valueOf),
                row.get("request", String.class),
                row.get("asked", Integer.class),
                row.get("asked_at", Instant.class),
                Optional.ofNullable(row.get("receivable_fen", Long.class))
                        .map(fen -> new Settlement.Posting(
                                fen,
                                row.get("accounting_date", LocalDate.class),
                                row.get("posted_at", Instant.class))));
    }
}
