package cn.jiaozi.merchant.receivable;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.merchant.page.Cursor;
import cn.jiaozi.merchant.receivable.Receivable.Debtor;
import cn.jiaozi.merchant.standing.Unfinished;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Receivables are locked in the order of their ids, here as everywhere.
@Component
class ReceivableStore implements Unfinished {
    private static final String SELECT = """
            select business_id, refund_business_id, merchant_no, wallet_id, branch_code, owed_fen, taken_fen, tries, sold,
                   since, again_at
            from receivable
            """;

    private final DatabaseClient client;

    ReceivableStore(DatabaseClient client) {
        this.client = client;
    }

    /// Whose wallets these are. Of several merchants that had one after the other, the one that sells now.
    Mono<Map<String, Debtor>> debtors(Collection<String> walletIds) {
        return client.sql("""
                        select distinct on (w.wallet_id) merchant_no, w.wallet_id, m.branch_code
                        from payee_wallet w join merchant m using (merchant_no)
                        where w.wallet_id = any(:ids)
                        order by w.wallet_id, state in ('ACTIVE', 'SUSPENDED') desc, merchant_no desc
                        """)
                .bind("ids", Columns.text(walletIds, id -> id))
                .map(ReceivableStore::debtor)
                .all()
                .collectMap(Debtor::walletId);
    }

    /// @return the business ids of those that nobody has told of before
    Mono<Set<String>> insert(List<Receivable> receivables) {
        return client.sql("""
                        insert into receivable (business_id, refund_business_id, merchant_no, wallet_id, branch_code,
                                                owed_fen, tries, since)
                        select * from unnest(:business_id, :refund_business_id, :merchant_no, :wallet_id, :branch_code,
                                             :owed_fen, :tries, :since)
                        order by 1
                        on conflict do nothing
                        returning business_id
                        """)
                .bind("business_id", Columns.text(receivables, Receivable::businessId))
                .bind("refund_business_id", Columns.text(receivables, Receivable::refundBusinessId))
                .bind("merchant_no", Columns.text(receivables, r -> r.debtor().merchantNo()))
                .bind("wallet_id", Columns.text(receivables, r -> r.debtor().walletId()))
                .bind("branch_code", Columns.text(receivables, r -> r.debtor().branchCode()))
                .bind("owed_fen", Columns.longs(receivables, Receivable::owedFen))
                .bind("tries", Columns.ints(receivables, Receivable::tries))
                .bind("since", Columns.instants(receivables, Receivable::since))
                .mapValue(String.class)
                .all()
                .collect(Collectors.toUnmodifiableSet());
    }

    Mono<List<Receivable>> lock(Collection<String> businessIds) {
        return client.sql(SELECT + " where business_id = any(:ids) order by business_id for update")
                .bind("ids", Columns.text(businessIds, id -> id))
                .map(ReceivableStore::receivable)
                .all()
                .collectList();
    }

    /// The oldest ones of each of these merchants, locked.
    ///
    /// @param atMost of one merchant
    Mono<List<Receivable>> lockOldest(Collection<String> merchantNos, int atMost) {
        return client.sql(SELECT + """
                         where taken_fen < owed_fen and business_id in (
                             select o.business_id from unnest(:nos) as m (no) cross join lateral (
                                 select business_id from receivable
                                 where merchant_no = m.no and taken_fen < owed_fen
                                 order by since, business_id limit :at_most) o)
                        order by business_id for update
                        """)
                .bind("nos", Columns.text(merchantNos, no -> no))
                .bind("at_most", atMost)
                .map(ReceivableStore::receivable)
                .all()
                .collectList();
    }

    /// Those whose time has come, locked; another instance takes others.
    Mono<List<Receivable>> lockDue(Instant now, int atMost) {
        return client.sql(SELECT + """
                         where again_at <= :now order by again_at limit :at_most for update skip locked
                        """)
                .bind("now", now)
                .bind("at_most", atMost)
                .map(ReceivableStore::receivable)
                .all()
                .collectList();
    }

    /// Stores receivables that were locked before.
    Mono<Void> save(Collection<Receivable> receivables) {
        return receivables.isEmpty()
                ? Mono.empty()
                : client.sql("""
                        update receivable r
                        set taken_fen = t.taken_fen, tries = t.tries, sold = t.sold, again_at = t.again_at
                        from unnest(:business_id, :taken_fen, :tries, :sold, :again_at)
                            as t (business_id, taken_fen, tries, sold, again_at)
                        where r.business_id = t.business_id
                        """)
                        .bind("business_id", Columns.text(receivables, Receivable::businessId))
                        .bind("taken_fen", Columns.longs(receivables, Receivable::takenFen))
                        .bind("tries", Columns.ints(receivables, Receivable::tries))
                        .bind("sold", Columns.booleans(receivables, Receivable::sold))
                        .bind(
                                "again_at",
                                Columns.instants(receivables, r -> r.againAt().orElse(null)))
                        .then();
    }

    /// What is owed, of one merchant or of all, oldest first.
    ///
    /// @param bucket empty for any age
    Mono<List<Receivable>> page(
            Optional<String> merchantNo, Optional<Bucket> bucket, LocalDate today, Cursor after, int limit) {
        var of = SELECT + """
                 where taken_fen < owed_fen and (since, business_id) > (:since, :id) and since >= :oldest and since < :end
                """;
        var query = merchantNo.isPresent()
                ? client.sql(of + " and merchant_no = :no order by since, business_id limit :limit")
                        .bind("no", merchantNo.get())
                : client.sql(of + " order by since, business_id limit :limit");
        return query.bind("since", after.at())
                .bind("id", after.id())
                .bind("oldest", bucket.orElse(Bucket.OVER_90).oldest(today))
                .bind("end", bucket.orElse(Bucket.TO_30).end(today))
                .bind("limit", limit)
                .map(ReceivableStore::receivable)
                .all()
                .collectList();
    }

    /// @param merchantNo empty for all merchants
    Mono<Ageing> ageing(Optional<String> merchantNo, LocalDate today) {
        var of = """
                select case when since >= :to_30 then '0-30' when since >= :to_60 then '31-60' when since >= :to_90 then '61-90'
                           else '90+' end as bucket,
                       count(*) as count, sum(owed_fen - taken_fen)::bigint as left_fen
                from receivable where taken_fen < owed_fen
                """;
        var query = merchantNo.isPresent()
                ? client.sql(of + " and merchant_no = :no group by 1").bind("no", merchantNo.get())
                : client.sql(of + " group by 1");
        return query.bind("to_30", Bucket.TO_30.oldest(today))
                .bind("to_60", Bucket.TO_60.oldest(today))
                .bind("to_90", Bucket.TO_90.oldest(today))
                .map(ReceivableStore::sum)
                .all()
                .collectMap(Ageing.Sum::bucket)
                .map(sums -> Ageing.of(Arrays.stream(Bucket.values())
                        .map(bucket -> sums.getOrDefault(bucket, new Ageing.Sum(bucket, 0, 0)))
                        .toList()));
    }

    @Override
    public Mono<String> of(String merchantNo) {
        return client.sql("""
                        select count(*) from receivable where merchant_no = :no and taken_fen < owed_fen
                        having count(*) > 0
                        """)
                .bind("no", merchantNo)
                .mapValue(Long.class)
                .one()
                .map(count -> count == 1 ? "1 refund is advanced" : count + " refunds are advanced");
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Receivable receivable(Readable row) {
        return new Receivable(
                row.get("business_id", String.class),
                row.get("refund_business_id", String.class),
                debtor(row),
                row.get("owed_fen", Long.class),
                row.get("taken_fen", Long.class),
                row.get("tries", Integer.class),
                row.get("sold", Boolean.class),
                row.get("since", Instant.class),
                Optional.ofNullable(row.get("again_at", Instant.class)));
    }

    @SuppressWarnings("NullAway")
    private static Debtor debtor(Readable row) {
        return new Debtor(
                row.get("merchant_no", String.class),
                row.get("wallet_id", String.class),
                row.get("branch_code", String.class));
    }

    @SuppressWarnings("NullAway")
    private static Ageing.Sum sum(Readable row) {
        return new Ageing.Sum(
                Bucket.labelled(row.get("bucket", String.class)).orElseThrow(),
                row.get("count", Long.class),
                row.get("left_fen", Long.class));
    }
}
