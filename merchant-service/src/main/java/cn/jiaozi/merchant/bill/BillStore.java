package cn.jiaozi.merchant.bill;

import cn.jiaozi.merchant.outlet.WalletOwner;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Bills: which are wanted, which are made, which are not to be given away.
@Component
class BillStore {
    private static final String COLUMNS = """
            bill_id, merchant_no, store_no, accounting_date, kind, state, claim, rows, pieces, sums, body_sha256, flaw
            """;

    private final DatabaseClient client;

    BillStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Bill> find(WalletOwner owner, LocalDate day, BillKind kind) {
        return client.sql("select " + COLUMNS + """
                         from bill
                        where merchant_no = :no and store_no = :store and accounting_date = :day and kind = :kind
                        """)
                .bind("no", owner.merchantNo())
                .bind("store", owner.storeColumn())
                .bind("day", day)
                .bind("kind", kind.name())
                .map(BillStore::bill)
                .one();
    }

    Mono<Bill> find(UUID id) {
        return client.sql("select " + COLUMNS + " from bill where bill_id = :id")
                .bind("id", id)
                .map(BillStore::bill)
                .one();
    }

    /// Wants the bills of a wallet and day that nobody has wanted before.
    Mono<Void> want(WalletOwner owner, LocalDate day, Instant now) {
        return client.sql("""
                        insert into bill (bill_id, merchant_no, store_no, accounting_date, kind, state, wanted_at)
                        select gen_random_uuid(), :no, :store, :day, kind, 'WANTED', :now from unnest(:kinds) k (kind)
                        on conflict do nothing
                        """)
                .bind("no", owner.merchantNo())
                .bind("store", owner.storeColumn())
                .bind("day", day)
                .bind("now", now)
                .bind("kinds", BillKind.names())
                .then();
    }

    /// The bill that has waited longest, for one instance alone until a time; what was flawed waits for its next try.
    Mono<Bill> claim(UUID claim, Instant now, Duration mine) {
        return client.sql("""
                        update bill set claim = :claim, claimed_until = :until, state = 'WANTED', flaw = null
                        where bill_id = (select bill_id from bill
                                         where state in ('WANTED', 'FLAWED')
                                           and (claimed_until is null or claimed_until < :now)
                                         order by wanted_at, bill_id limit 1
                                         for update skip locked)
                        returning %s
                        """.formatted(COLUMNS))
                .bind("claim", claim)
                .bind("until", now.plus(mine))
                .bind("now", now)
                .map(BillStore::bill)
                .one();
    }

    /// Not yet: what belongs to it is still on its way.
    Mono<Void> postpone(UUID id, UUID claim, Instant until) {
        return client.sql("""
                        update bill set claimed_until = :until
                        where bill_id = :id and claim = :claim and state = 'WANTED'
                        """)
                .bind("until", until)
                .bind("id", id)
                .bind("claim", claim)
                .then();
    }

    /// Made, with the rendition in which it is kept. False when somebody else has it by now.
    Mono<Boolean> built(UUID id, Bill.Built built, Digest.Of whole, Instant now) {
        return client.sql("""
                        with built as (
                            update bill set state = 'BUILT', built_at = :now, rows = :rows, pieces = :pieces,
                                            sums = :sums, body_sha256 = :body
                            where bill_id = :id and claim = :claim and state = 'WANTED'
                            returning bill_id)
                        insert into bill_rendition (bill_id, charset, digits, wanted_at, ready_at, length, body_sha256,
                                                    sha256, sm3)
                        select bill_id, 'UTF-8', 'TAB', :now, :now, :length, :body, :sha256, :sm3 from built
                        """)
                .bind("now", now)
                .bind("rows", built.rows())
                .bind("pieces", built.pieces())
                .bind("sums", built.sums())
                .bind("body", built.bodySha256())
                .bind("id", id)
                .bind("claim", built.claim())
                .bind("length", whole.length())
                .bind("sha256", whole.sha256())
                .bind("sm3", whole.sm3())
                .fetch()
                .rowsUpdated()
                .map(count -> count == 1);
    }

    Mono<Void> flawed(UUID id, UUID claim, String flaw, Instant again) {
        return client.sql("""
                        update bill set state = 'FLAWED', flaw = :flaw, claimed_until = :again
                        where bill_id = :id and claim = :claim and state = 'WANTED'
                        """)
                .bind("flaw", flaw)
                .bind("again", again)
                .bind("id", id)
                .bind("claim", claim)
                .then();
    }

    /// A bill of an earlier day than the newest that nobody has made a second time, or one that is withheld.
    Mono<Bill> unproved(Instant now) {
        return client.sql("select " + COLUMNS + """
                         from bill
                        where (state = 'BUILT' and proved_at is null
                               and accounting_date < (select max(accounting_date) from bill_day))
                           or (state = 'WITHHELD' and claimed_until < :now)
                        order by built_at, bill_id limit 1
                        """)
                .bind("now", now)
                .map(BillStore::bill)
                .one();
    }

    Mono<Void> proved(UUID id, Instant now) {
        return client.sql("update bill set state = 'BUILT', flaw = null, proved_at = :now where bill_id = :id")
                .bind("now", now)
                .bind("id", id)
                .then();
    }

    Mono<Void> withheld(UUID id, String flaw, Instant again) {
        return client.sql("""
                        update bill set state = 'WITHHELD', flaw = :flaw, claimed_until = :again
                        where bill_id = :id and state in ('BUILT', 'WITHHELD')
                        """)
                .bind("flaw", flaw)
                .bind("again", again)
                .bind("id", id)
                .then();
    }

    /// How many there are in a state that people must look at, and how long the oldest wanted one has waited.
    Mono<Trouble> trouble(Instant now) {
        return client.sql("""
                        select (select count(*) from bill where state in ('FLAWED', 'WITHHELD'))
                               + (select count(*) from merchant_day where flaw is not null) as flawed,
                               coalesce(extract(epoch from :now - (select min(wanted_at) from bill
                                                                   where state = 'WANTED')), 0)::bigint as waiting
                        """)
                .bind("now", now)
                .map(row -> new Trouble(number(row, "flawed"), number(row, "waiting")))
                .one();
    }

    /// @param flawed  bills and days that do not add up, or not any more
    /// @param waiting seconds
    record Trouble(long flawed, long waiting) {}

    /// The state of the bills of a day, for operators.
    Mono<BillDayView> day(LocalDate day) {
        return client.sql("""
                        select d.accounting_date, d.counted_at is not null as counted,
                               (select count(*) from merchant_day m where m.accounting_date = d.accounting_date) as merchants,
                               (select count(*) from merchant_day m
                                where m.accounting_date = d.accounting_date and m.flaw is not null) as flawed_merchants,
                               count(b.bill_id) as wanted,
                               count(*) filter (where b.state = 'BUILT') as built,
                               count(*) filter (where b.state = 'FLAWED') as flawed,
                               count(*) filter (where b.state = 'WITHHELD') as withheld
                        from bill_day d left join bill b on b.accounting_date = d.accounting_date
                        where d.accounting_date = :day
                        group by d.accounting_date
                        """)
                .bind("day", day)
                .map(row -> new BillDayView(
                        day,
                        Boolean.TRUE.equals(row.get("counted", Boolean.class)),
                        number(row, "merchants"),
                        number(row, "flawed_merchants"),
                        number(row, "wanted"),
                        number(row, "built"),
                        number(row, "flawed"),
                        number(row, "withheld")))
                .one();
    }

    @SuppressWarnings("NullAway") // The driver's types are nullable where these columns are not.
    private static long number(Readable row, String column) {
        return row.get(column, Long.class);
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Bill bill(Readable row) {
        var state = Bill.State.valueOf(row.get("state", String.class));
        return new Bill(
                row.get("bill_id", UUID.class),
                WalletOwner.read(row.get("merchant_no", String.class), row.get("store_no", String.class)),
                row.get("accounting_date", LocalDate.class),
                BillKind.valueOf(row.get("kind", String.class)),
                state,
                state == Bill.State.BUILT || state == Bill.State.WITHHELD
                        ? Optional.of(new Bill.Built(
                                row.get("claim", UUID.class),
                                row.get("rows", Long.class),
                                row.get("pieces", Integer.class),
                                row.get("sums", String.class),
                                row.get("body_sha256", String.class)))
                        : Optional.empty(),
                Optional.ofNullable(row.get("flaw", String.class)));
    }
}
