package cn.jiaozi.ledger.statement;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.contracts.Subject;
import cn.jiaozi.contracts.TxType;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Reads without locks: each statement sees whole batches only.
@Component
class StatementStore {
    private final DatabaseClient client;

    StatementStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<AccountView> account(String address) {
        return client.sql("""
                        select a.*, s.height, statement_timestamp() as read_at
                        from account a
                        cross join shard s
                        where a.address = :address
                        """)
                .bind("address", address)
                .map(StatementStore::accountOf)
                .one();
    }

    Flux<LineView> lines(long accountId, LineCursor before, int limit) {
        return client.sql("""
                        (select height, leg_no, 'DEBIT' as side, amount_fen, debit_balance_fen as balance_after_fen,
                            business_id, tx_type, at, accounting_date
                        from journal
                        where debit_account = :account_id and kind in ('POST', 'CAPTURE', 'REVERSE')
                            and height <= :height and (height, leg_no) < (:height, :leg_no)
                        order by height desc, leg_no desc
                        limit :limit)
                        union all
                        (select height, leg_no, 'CREDIT', amount_fen, credit_balance_fen,
                            business_id, tx_type, at, accounting_date
                        from journal
                        where credit_account = :account_id and kind in ('POST', 'CAPTURE', 'REVERSE')
                            and height <= :height and (height, leg_no) < (:height, :leg_no)
                        order by height desc, leg_no desc
                        limit :limit)
                        order by height desc, leg_no desc
                        limit :limit
                        """)
                .bind("account_id", accountId)
                .bind("height", before.height())
                .bind("leg_no", before.legNo())
                .bind("limit", limit)
                .map(StatementStore::line)
                .all();
    }

    /// The last entry at or before a moment; none where it may be an archived one.
    Mono<Long> heightAt(Instant at) {
        return client.sql("""
                        select height from (select height_at(:at) as height) found
                        where height >= first_height() or first_height() = 1
                        """)
                .bind("at", at)
                .map(row -> requireNonNull(row.get("height", Long.class)))
                .one();
    }

    /// What an account's last posted leg up to an entry has left on it. Where that leg is archived, it is what the next
    /// one has found, or what the account holds now.
    ///
    /// @return nothing for an entry before the last archived one
    Mono<BalanceView> balance(AccountView account, Instant at, long height) {
        return client.sql("""
                        select e.accounting_date, coalesce(
                            l.balance_fen,
                            balance_before_next_line(:account_id, :height),
                            case when stands_on_debit(a.subject) then a.debits_posted - a.credits_posted
                                else a.credits_posted - a.debits_posted end) as balance_fen
                        from account a
                        left join journal e on e.height = :height and e.leg_no = 1
                        left join last_line(:account_id, :height) l on true
                        where a.id = :account_id and :height >= first_height() - 1
                        """)
                .bind("account_id", account.id())
                .bind("height", height)
                .map(row -> new BalanceView(
                        account.address(),
                        at,
                        requireNonNull(row.get("balance_fen", Long.class)),
                        height,
                        Optional.ofNullable(row.get("accounting_date", LocalDate.class))))
                .one();
    }

    /// Days are cut between entries, so some days are a run of entries; the day that is not over runs to the last one.
    Mono<Statement.Span> span(LocalDate from, LocalDate to) {
        return client.sql("""
                        select
                            case when :from > s.accounting_date then s.height else coalesce((
                                select max(last_height) from accounting_day where accounting_date < :from), 0) end
                                as after,
                            case when :to >= s.accounting_date then s.height else coalesce((
                                select max(last_height) from accounting_day where accounting_date <= :to), 0) end
                                as upto
                        from shard s
                        """)
                .bind("from", from)
                .bind("to", to)
                .map(row -> new Statement.Span(
                        requireNonNull(row.get("after", Long.class)), requireNonNull(row.get("upto", Long.class))))
                .one();
    }

    /// Oldest first.
    Flux<LineView> linesAfter(long accountId, LineCursor after, long upto, int limit) {
        return client.sql("""
                        (select height, leg_no, 'DEBIT' as side, amount_fen, debit_balance_fen as balance_after_fen,
                            business_id, tx_type, at, accounting_date
                        from journal
                        where debit_account = :account_id and kind in ('POST', 'CAPTURE', 'REVERSE')
                            and height >= :height and (height, leg_no) > (:height, :leg_no) and height <= :upto
                        order by height, leg_no
                        limit :limit)
                        union all
                        (select height, leg_no, 'CREDIT', amount_fen, credit_balance_fen,
                            business_id, tx_type, at, accounting_date
                        from journal
                        where credit_account = :account_id and kind in ('POST', 'CAPTURE', 'REVERSE')
                            and height >= :height and (height, leg_no) > (:height, :leg_no) and height <= :upto
                        order by height, leg_no
                        limit :limit)
                        order by height, leg_no
                        limit :limit
                        """)
                .bind("account_id", accountId)
                .bind("height", after.height())
                .bind("leg_no", after.legNo())
                .bind("upto", upto)
                .bind("limit", limit)
                .map(StatementStore::line)
                .all();
    }

    /// Whether all entries after this height are kept here.
    Mono<Boolean> keepsAfter(long height) {
        return client.sql("select first_height() <= :height + 1 as kept")
                .bind("height", height)
                .map(row -> requireNonNull(row.get("kept", Boolean.class)))
                .one();
    }

    /// Whether all entries of a business id are kept here.
    Mono<Boolean> keepsEntries(String businessId) {
        return client.sql("""
                        select not exists (
                            select from outcome where business_id = :business_id and height < first_height()) as kept
                        """)
                .bind("business_id", businessId)
                .map(row -> requireNonNull(row.get("kept", Boolean.class)))
                .one();
    }

    Flux<EntryView> entries(String businessId) {
        return client.sql("""
                        select e.*, l.debits, l.credits, l.amounts
                        from outcome o
                        join entry e using (height)
                        cross join lateral (
                            select
                                array_agg(d.address order by t.leg_no) as debits,
                                array_agg(c.address order by t.leg_no) as credits,
                                array_agg(t.amount_fen order by t.leg_no) as amounts
                            from transfer t
                            join account d on d.id = t.debit_account
                            join account c on c.id = t.credit_account
                            where t.height = e.height
                        ) l
                        where o.business_id = :business_id
                        order by e.height
                        """)
                .bind("business_id", businessId)
                .map(StatementStore::entry)
                .all();
    }

    private static AccountView accountOf(Readable row) {
        var subject = Subject.valueOf(requireNonNull(row.get("subject", String.class)));
        boolean standsOnCredit = subject.side() == Subject.Side.CREDIT;
        String in = standsOnCredit ? "credits" : "debits";
        String out = standsOnCredit ? "debits" : "credits";
        long balanceFen = requireNonNull(row.get(in + "_posted", Long.class))
                - requireNonNull(row.get(out + "_posted", Long.class));
        long pendingOutFen = requireNonNull(row.get(out + "_pending", Long.class));
        var floorFen = Optional.ofNullable(row.get("floor_fen", Long.class));
        return new AccountView(
                requireNonNull(row.get("id", Long.class)),
                requireNonNull(row.get("address", String.class)),
                subject,
                requireNonNull(row.get("operator", String.class)),
                requireNonNull(row.get("branch_code", String.class)),
                Optional.ofNullable(row.get("owner", String.class)),
                balanceFen,
                available(balanceFen - pendingOutFen, floorFen),
                requireNonNull(row.get(in + "_pending", Long.class)),
                pendingOutFen,
                floorFen,
                Optional.ofNullable(row.get("cap_fen", Long.class)),
                requireNonNull(row.get("debit_frozen", Boolean.class)),
                requireNonNull(row.get("credit_frozen", Boolean.class)),
                row.get("closed_height", Long.class) != null,
                new AccountView.AsOf(
                        requireNonNull(row.get("height", Long.class)),
                        requireNonNull(row.get("read_at", Instant.class))));
    }

    /// A floor above the balance leaves nothing, not less than nothing.
    private static long available(long unheldFen, Optional<Long> floorFen) {
        return floorFen.map(floor -> unheldFen <= floor ? 0 : unheldFen - floor).orElse(unheldFen);
    }

    private static LineView line(Readable row) {
        return new LineView(
                requireNonNull(row.get("height", Long.class)),
                requireNonNull(row.get("leg_no", Integer.class)),
                requireNonNull(row.get("business_id", String.class)),
                TxType.valueOf(requireNonNull(row.get("tx_type", String.class))),
                Subject.Side.valueOf(requireNonNull(row.get("side", String.class))),
                requireNonNull(row.get("amount_fen", Long.class)),
                requireNonNull(row.get("balance_after_fen", Long.class)),
                requireNonNull(row.get("at", Instant.class)),
                requireNonNull(row.get("accounting_date", LocalDate.class)));
    }

    private static EntryView entry(Readable row) {
        var debits = requireNonNull(row.get("debits", String[].class));
        var credits = requireNonNull(row.get("credits", String[].class));
        var amounts = requireNonNull(row.get("amounts", Long[].class));
        List<EntryView.Leg> legs = IntStream.range(0, debits.length)
                .mapToObj(i -> new EntryView.Leg(debits[i], credits[i], amounts[i]))
                .toList();
        return new EntryView(
                requireNonNull(row.get("height", Long.class)),
                requireNonNull(row.get("business_id", String.class)),
                requireNonNull(row.get("step", String.class)),
                requireNonNull(row.get("attempt", Integer.class)),
                requireNonNull(row.get("kind", String.class)),
                TxType.valueOf(requireNonNull(row.get("tx_type", String.class))),
                requireNonNull(row.get("payer_operator", String.class)),
                requireNonNull(row.get("payee_operator", String.class)),
                requireNonNull(row.get("branch_code", String.class)),
                requireNonNull(row.get("accounting_date", LocalDate.class)),
                requireNonNull(row.get("requested_at", Instant.class)),
                requireNonNull(row.get("authorized_at", Instant.class)),
                requireNonNull(row.get("at", Instant.class)),
                Optional.ofNullable(row.get("ref_height", Long.class)),
                legs);
    }
}
