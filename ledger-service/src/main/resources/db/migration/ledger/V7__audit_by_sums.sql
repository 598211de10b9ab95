-- On which side an account of a subject stands: what is posted there raises its balance.
create function stands_on_debit(subject text) returns boolean language sql immutable as $$
    select subject = 'CORE_CLEARING'
$$;

-- The exact sum, which fails where it does not fit, and much faster than one of numerics.
create aggregate sum_fen(bigint) (sfunc = int8pl, stype = bigint, initcond = '0', combinefunc = int8pl, parallel = safe);

-- What was posted last on an account, at or before a height, and the balance that it left; nothing where nothing was.
create function last_line(account bigint, upto bigint)
    returns table (height bigint, balance_fen bigint) language sql stable as $$
    select x.height, x.balance_fen
    from (
        (select j.height, j.leg_no, j.debit_balance_fen as balance_fen
        from journal j
        where j.debit_account = account and j.height <= upto and j.kind in ('POST', 'CAPTURE', 'REVERSE')
        order by j.height desc, j.leg_no desc
        limit 1)
        union all
        (select j.height, j.leg_no, j.credit_balance_fen
        from journal j
        where j.credit_account = account and j.height <= upto and j.kind in ('POST', 'CAPTURE', 'REVERSE')
        order by j.height desc, j.leg_no desc
        limit 1)) x
    order by x.height desc, x.leg_no desc
    limit 1
$$;

-- The continuous audit holds the balance that every leg says it left against what it has counted itself, so it needs no
-- look at earlier legs. Each account has its row from its first look on, which is then changed in place.
alter table audited_balance set (fillfactor = 50);
alter table audited_balance add column stands_on_debit boolean;
insert into audited_balance (
    account_id, debits_posted, credits_posted, debits_pending, credits_pending, stands_on_debit)
select id, 0, 0, 0, 0, stands_on_debit(subject) from account
on conflict (account_id) do update set stands_on_debit = excluded.stands_on_debit;
alter table audited_balance alter column stands_on_debit set not null;

-- Accounts up to these numbers have their row, and were compared in this round.
alter table audit_progress
    add column account bigint not null default 0,
    add column compared bigint not null default 0;
update audit_progress set account = (select account_count from shard);
