package cn.jiaozi.merchant.bill;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.merchant.format.Balances;
import cn.jiaozi.merchant.outlet.WalletOwner;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Days that are complete, and each merchant's and store's wallet over them.
@Component
class DayStore {
    /// From wallets that are chosen to their days, and to the bills of those that have moved.
    private static final String COUNTED = """
            wallets as (
                select c.merchant_no, c.store_no, c.wallet_id, before.closing_fen as before_fen, first.before_fen as told_before_fen,
                       first.is_told, last.after_fen as told_after_fen, flow.ins, flow.in_fen, flow.outs, flow.out_fen
                from (select merchant_no, store_no, wallet_id, 'wallet:' || wallet_id || ':available' as address
                      from chosen) c
                left join lateral (
                    select closing_fen from merchant_day d
                    where d.merchant_no = c.merchant_no and d.store_no = c.store_no and d.accounting_date < :day
                    order by d.accounting_date desc limit 1) before on true
                cross join lateral (
                    select count(*) filter (where is_in) as ins,
                           coalesce(sum(amount_fen) filter (where is_in), 0)::bigint as in_fen,
                           count(*) filter (where not is_in) as outs,
                           coalesce(sum(amount_fen) filter (where not is_in), 0)::bigint as out_fen
                    from (select true as is_in, amount_fen from book_leg
                          where credit = c.address and accounting_date = :day
                          union all
                          select false, amount_fen from book_leg
                          where debit = c.address and accounting_date = :day) l) flow
                left join lateral (
                    select balance_fen - moved_fen as before_fen, balance_fen is not null as is_told
                    from ((select shard, height, leg_no, credit_balance_fen as balance_fen, amount_fen as moved_fen
                           from book_leg where credit = c.address and accounting_date = :day
                           order by shard, height, leg_no limit 1)
                          union all
                          (select shard, height, leg_no, debit_balance_fen, -amount_fen
                           from book_leg where debit = c.address and accounting_date = :day
                           order by shard, height, leg_no limit 1)) l
                    order by shard, height, leg_no limit 1) first on true
                left join lateral (
                    select balance_fen as after_fen
                    from ((select shard, height, leg_no, credit_balance_fen as balance_fen
                           from book_leg where credit = c.address and accounting_date = :day
                           order by shard desc, height desc, leg_no desc limit 1)
                          union all
                          (select shard, height, leg_no, debit_balance_fen
                           from book_leg where debit = c.address and accounting_date = :day
                           order by shard desc, height desc, leg_no desc limit 1)) l
                    order by shard desc, height desc, leg_no desc limit 1) last on true),
            days as (
                select merchant_no, store_no, wallet_id, coalesce(before_fen, told_before_fen) as opening_fen, ins,
                       in_fen, outs, out_fen, before_fen, told_before_fen, told_after_fen
                from wallets where before_fen is not null or is_told),
            counted as (
                insert into merchant_day (merchant_no, store_no, accounting_date, wallet_id, opening_fen, in_count,
                                          in_fen, out_count, out_fen, closing_fen, flaw)
                select merchant_no, store_no, :day, wallet_id, opening_fen, ins, in_fen, outs, out_fen,
                       opening_fen + in_fen - out_fen,
                       case when told_before_fen <> opening_fen
                            then 'the day before has left ' || opening_fen || ', the ledger begins with '
                                 || told_before_fen
                            when told_after_fen <> opening_fen + in_fen - out_fen
                            then 'the legs sum to ' || opening_fen + in_fen - out_fen || ', the ledger ends with '
                                 || told_after_fen
                       end
                from days
                on conflict (merchant_no, store_no, accounting_date) do update
                set opening_fen = excluded.opening_fen, in_count = excluded.in_count, in_fen = excluded.in_fen,
                    out_count = excluded.out_count, out_fen = excluded.out_fen, closing_fen = excluded.closing_fen,
                    flaw = excluded.flaw
                where merchant_day.flaw is not null
                returning merchant_no, store_no, flaw, in_count + out_count as legs),
            wanted as (
                insert into bill (bill_id, merchant_no, store_no, accounting_date, kind, state, wanted_at)
                select gen_random_uuid(), c.merchant_no, c.store_no, :day, k.kind, 'WANTED', :now
                from counted c cross join unnest(:kinds) k (kind)
                where c.flaw is null
                  and (c.legs > 0
                       -- A refund that the bank has paid alone moves nothing in the wallet.
                       or exists (select 1 from book_leg l
                                  join chosen m on m.merchant_no = c.merchant_no and m.store_no = c.store_no
                                  where l.debit = 'wallet:' || m.wallet_id || ':receivable:refunds'
                                    and l.accounting_date = :day))
                on conflict do nothing)
            """;

    private final DatabaseClient client;

    DayStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Void> keep(List<ShardCheckpoint> checkpoints) {
        return client.sql("""
                        insert into ledger_checkpoint (shard, number, ledger, hash, header, signature)
                        select * from unnest(:shard::smallint[], :number, :ledger, :hash, :header, :signature)
                        on conflict do nothing
                        """)
                .bind("shard", Columns.ints(checkpoints, ShardCheckpoint::shard))
                .bind("number", Columns.longs(checkpoints, c -> c.checkpoint().number()))
                .bind("ledger", Columns.text(checkpoints, c -> c.checkpoint().ledger()))
                .bind("hash", Columns.text(checkpoints, c -> c.checkpoint().hash()))
                .bind("header", Columns.text(checkpoints, c -> c.checkpoint().header()))
                .bind("signature", Columns.text(checkpoints, c -> c.checkpoint().signature()))
                .then();
    }

    /// The next day, once every shard has completed it and published a header that covers it.
    ///
    /// @param shards how many there are
    Mono<LocalDate> open(int shards) {
        return client.sql("""
                        insert into bill_day (accounting_date, closed_at)
                        select d.accounting_date, max(d.closed_at)
                        from book_day d
                        where d.accounting_date = (select min(n.accounting_date) from book_day n
                                                   where n.accounting_date > coalesce(
                                                       (select max(accounting_date) from bill_day), '-infinity'))
                          and not exists (select 1 from bill_day where counted_at is null)
                        group by d.accounting_date
                        having count(*) filter (where d.complete_at is not null) = :shards
                           and bool_and(exists (select 1 from ledger_checkpoint c
                                                where c.shard = d.shard and c.number >= d.last_block))
                        on conflict do nothing
                        returning accounting_date
                        """).bind("shards", shards).mapValue(LocalDate.class).one();
    }

    /// Makes the legs of each account of a day easy to find, in the ledger's order, on one side after the other. False
    /// when both are made.
    Mono<Boolean> index(LocalDate day) {
        return client.sql("select index_book_day(:day)")
                .bind("day", day)
                .mapValue(Boolean.class)
                .one();
    }

    /// The first published headers at or after the day's last blocks; those before them are needed no more.
    Mono<Void> nameCheckpoints(LocalDate day) {
        return client.sql("""
                        insert into bill_day_checkpoint (accounting_date, shard, ledger, number, hash, header, signature)
                        select distinct on (d.shard) d.accounting_date, d.shard, c.ledger, c.number, c.hash, c.header,
                               c.signature
                        from book_day d
                        join ledger_checkpoint c on c.shard = d.shard and c.number >= d.last_block
                        where d.accounting_date = :day
                        order by d.shard, c.number
                        on conflict do nothing
                        """)
                .bind("day", day)
                .then()
                .then(client.sql("""
                                delete from ledger_checkpoint c using bill_day_checkpoint n
                                where n.accounting_date = :day and c.shard = n.shard and c.number < n.number
                                """).bind("day", day).then());
    }

    /// The day whose merchants are being counted; locked, so that two instances do not count the same.
    Mono<LocalDate> counting() {
        return client.sql("""
                        select accounting_date from bill_day where counted_at is null
                        order by accounting_date limit 1
                        for update skip locked
                        """).mapValue(LocalDate.class).one();
    }

    /// The next merchants, in the order of their numbers: what the day before has left, what came and went, and what is
    /// there; with what the ledger told after the first and the last leg as a check. A merchant's first day is the
    /// first one whose first leg tells a balance.
    Mono<Long> count(LocalDate day, int atMost, Instant now) {
        return client.sql("""
                        with page as (
                            select m.merchant_no from merchant m
                            where m.merchant_no > (select after_merchant from bill_day where accounting_date = :day)
                            order by m.merchant_no limit :at_most),
                        chosen as (
                            select w.merchant_no, w.store_no, w.wallet_id from page join payee_wallet w using (merchant_no)),
                        moved as (
                            update bill_day set after_merchant = coalesce((select max(merchant_no) from page),
                                                                          after_merchant)
                            where accounting_date = :day),
                        %s
                        select count(*) from page
                        """.formatted(COUNTED))
                .bind("day", day)
                .bind("kinds", BillKind.names())
                .bind("now", now)
                .bind("at_most", atMost)
                .mapValue(Long.class)
                .one();
    }

    /// Counts again what did not add up: rows may have been put right.
    Mono<Long> recount(LocalDate day, Instant now) {
        return client.sql("""
                        with chosen as (
                            select merchant_no, store_no, wallet_id from merchant_day
                            where accounting_date = :day and flaw is not null),
                        %s
                        select count(*) from counted
                        """.formatted(COUNTED))
                .bind("day", day)
                .bind("kinds", BillKind.names())
                .bind("now", now)
                .mapValue(Long.class)
                .one();
    }

    Mono<Void> finish(LocalDate day, Instant now) {
        return client.sql("update bill_day set counted_at = :now where accounting_date = :day and counted_at is null")
                .bind("now", now)
                .bind("day", day)
                .then();
    }

    /// Days on which something does not add up.
    Flux<LocalDate> flawed() {
        return client.sql("select distinct accounting_date from merchant_day where flaw is not null order by 1")
                .mapValue(LocalDate.class)
                .all();
    }

    Mono<MerchantDay> find(WalletOwner owner, LocalDate day) {
        return client.sql("""
                        select m.merchant_no, m.store_no, m.accounting_date, m.wallet_id, d.closed_at, m.opening_fen, m.in_count,
                               m.in_fen, m.out_count, m.out_fen, m.closing_fen, m.flaw
                        from merchant_day m join bill_day d on d.accounting_date = m.accounting_date
                        where m.merchant_no = :no and m.store_no = :store and m.accounting_date = :day
                        """)
                .bind("no", owner.merchantNo())
                .bind("store", owner.storeColumn())
                .bind("day", day)
                .map(DayStore::merchantDay)
                .one();
    }

    Mono<Boolean> isCounted(LocalDate day) {
        return client.sql("""
                        select exists (select 1 from bill_day
                                       where accounting_date = :day and counted_at is not null)
                        """).bind("day", day).mapValue(Boolean.class).one();
    }

    /// The headers that a day names, one a shard.
    Flux<ShardCheckpoint> checkpoints(LocalDate day) {
        return client.sql("""
                        select shard, ledger, number, hash, header, signature from bill_day_checkpoint
                        where accounting_date = :day order by shard
                        """).bind("day", day).map(ShardCheckpoint::read).all();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static MerchantDay merchantDay(Readable row) {
        return new MerchantDay(
                WalletOwner.read(row.get("merchant_no", String.class), row.get("store_no", String.class)),
                row.get("accounting_date", LocalDate.class),
                row.get("wallet_id", String.class),
                row.get("closed_at", Instant.class),
                new Balances(
                        row.get("opening_fen", Long.class),
                        row.get("in_count", Long.class),
                        row.get("in_fen", Long.class),
                        row.get("out_count", Long.class),
                        row.get("out_fen", Long.class),
                        row.get("closing_fen", Long.class)),
                Optional.ofNullable(row.get("flaw", String.class)));
    }
}
