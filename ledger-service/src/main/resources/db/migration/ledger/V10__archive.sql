-- What is archived stays away (docs/ledger.md): partitions are made for heights to come, and not again for those that were dropped.
create or replace function add_journal_partitions(upto bigint) returns void language plpgsql as $$
declare
    width constant bigint := 10000000;
    n bigint;
begin
    for n in upto / width .. upto / width + 1 loop
        if to_regclass('journal_' || n) is null then
            execute format('create table journal_%s (like journal including all)', n);
            execute format('alter table journal attach partition journal_%s for values from (%s) to (%s)',
                n, n * width, (n + 1) * width);
        end if;
    end loop;
end $$;

-- The first height that the journal has; the next one to come where it has none.
create function first_height() returns bigint language sql stable as $$
    select coalesce((select j.height from journal j order by j.height limit 1), (select s.height + 1 from shard s))
$$;

-- What an account held before its first posted leg after a height; no row where there is none.
create function balance_before_next_line(account bigint, after bigint) returns bigint language sql stable as $$
    select x.balance_fen
        - case when stands_on_debit(a.subject) = x.debited then x.amount_fen else -x.amount_fen end
    from (
        (select j.height, j.leg_no, true as debited, j.debit_balance_fen as balance_fen, j.amount_fen
        from journal j
        where j.debit_account = account and j.height > after and j.kind in ('POST', 'CAPTURE', 'REVERSE')
        order by j.height, j.leg_no
        limit 1)
        union all
        (select j.height, j.leg_no, false, j.credit_balance_fen, j.amount_fen
        from journal j
        where j.credit_account = account and j.height > after and j.kind in ('POST', 'CAPTURE', 'REVERSE')
        order by j.height, j.leg_no
        limit 1)) x
    join account a on a.id = account
    order by x.height, x.leg_no
    limit 1
$$;

-- A row a batch instead of one a fact needs no settings of its own.
alter table outbox reset (
    autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold,
    autovacuum_vacuum_insert_threshold, autovacuum_vacuum_cost_delay);
