-- The day. A batch that finds midnight behind it moves the shard's accounting date and records in its own transaction
-- where the day before has ended; what stood on every account that moved, and the trial balance, are counted afterwards
-- out of the journal alone and never change once the day is closed (docs/ledger.md).
create table accounting_day (
    accounting_date date        primary key,
    last_height     bigint      not null check (last_height >= 0),
    last_block      bigint      not null check (last_block >= 0),
    cut_at          timestamptz not null,
    -- The entries up to here are in day_leg, their legs moved posted_fen; accounts up to here are in day_balance.
    counted_height  bigint      not null check (counted_height <= last_height),
    posted_fen      bigint      not null default 0,
    counted_account bigint      not null default 0,
    closed_at       timestamptz check (closed_at is null or counted_height = last_height)
);
create index accounting_day_open on accounting_day (accounting_date) where closed_at is null;

insert into accounting_day (accounting_date, last_height, last_block, cut_at, counted_height)
select j.accounting_date, max(j.height),
    coalesce((select max(b.number) from block b where b.last <= max(j.height)), 0), statement_timestamp(),
    min(j.height) - 1
from journal j
where j.accounting_date < (select accounting_date from shard)
group by j.accounting_date;

-- What moved on the day that is being closed, some thousand entries at a time: sorted by account only once all of them
-- are here, so that each account is read and written once. Empty between two closings.
create table day_leg (
    account_id  bigint not null,
    debits_fen  bigint not null,
    credits_fen bigint not null,
    debit_legs  bigint not null,
    credit_legs bigint not null
);
create index day_leg_account on day_leg (account_id);

-- What was ever posted on an account by the end of a day, and on that day. Only accounts that moved have a row: what
-- stands on one at the end of a day is in its newest row at or before it.
create table day_balance (
    account_id      bigint not null,
    accounting_date date   not null,
    debits_fen      bigint not null check (debits_fen >= 0),
    credits_fen     bigint not null check (credits_fen >= 0),
    day_debits_fen  bigint not null check (day_debits_fen >= 0),
    day_credits_fen bigint not null check (day_credits_fen >= 0),
    primary key (account_id, accounting_date)
);

-- The trial balance of a day: what was ever posted before it, and what on it, in how many legs.
create table day_trial (
    accounting_date     date   not null references accounting_day,
    branch_code         text   not null,
    subject             text   not null,
    operator            text   not null,
    opening_debits_fen  bigint not null default 0 check (opening_debits_fen >= 0),
    opening_credits_fen bigint not null default 0 check (opening_credits_fen >= 0),
    debits_fen          bigint not null check (debits_fen >= 0),
    credits_fen         bigint not null check (credits_fen >= 0),
    debit_legs          bigint not null,
    credit_legs         bigint not null,
    closing_debits_fen  bigint not null generated always as (opening_debits_fen + debits_fen) stored,
    closing_credits_fen bigint not null generated always as (opening_credits_fen + credits_fen) stored,
    primary key (accounting_date, branch_code, subject, operator)
);

create function refuse_day_change() returns trigger language plpgsql as $$
begin
    raise exception 'what accounting day % was is not changed any more', old.accounting_date
        using errcode = 'integrity_constraint_violation';
end $$;

create trigger accounting_day_stays before update on accounting_day for each row
    when (old.closed_at is not null
        or (old.accounting_date, old.last_height, old.last_block, old.cut_at)
            is distinct from (new.accounting_date, new.last_height, new.last_block, new.cut_at))
    execute function refuse_day_change();
create trigger accounting_day_kept before delete on accounting_day for each row execute function refuse_day_change();

-- Once a statement, not once a row: a day has a million of them.
create function refuse_closed_day() returns trigger language plpgsql as $$
begin
    if exists (select from touched join accounting_day using (accounting_date) where closed_at is not null) then
        raise exception 'a closed accounting day is not changed any more'
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end $$;

create function refuse_truncate() returns trigger language plpgsql as $$
begin
    raise exception '% is kept for ever', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;

create trigger day_balance_added after insert on day_balance
    referencing new table as touched for each statement execute function refuse_closed_day();
create trigger day_balance_was after update on day_balance
    referencing old table as touched for each statement execute function refuse_closed_day();
create trigger day_balance_is after update on day_balance
    referencing new table as touched for each statement execute function refuse_closed_day();
create trigger day_balance_gone after delete on day_balance
    referencing old table as touched for each statement execute function refuse_closed_day();
create trigger day_balance_kept before truncate on day_balance
    for each statement execute function refuse_truncate();

create trigger day_trial_added after insert on day_trial
    referencing new table as touched for each statement execute function refuse_closed_day();
create trigger day_trial_was after update on day_trial
    referencing old table as touched for each statement execute function refuse_closed_day();
create trigger day_trial_is after update on day_trial
    referencing new table as touched for each statement execute function refuse_closed_day();
create trigger day_trial_gone after delete on day_trial
    referencing old table as touched for each statement execute function refuse_closed_day();
create trigger day_trial_kept before truncate on day_trial
    for each statement execute function refuse_truncate();
create trigger accounting_day_whole before truncate on accounting_day
    for each statement execute function refuse_truncate();

-- The last entry at or before a moment. Times rise with heights, which have no gaps, so it is found by halving, and no
-- index has to be kept while money moves. What was archived is older than what is here.
create function height_at(moment timestamptz) returns bigint language plpgsql stable as $$
declare
    lowest bigint := 0;
    highest bigint;
    middle bigint;
    entered timestamptz;
begin
    select height into strict highest from shard;
    while lowest < highest loop
        middle := (lowest + highest + 1) / 2;
        select at into entered from journal where height = middle and leg_no = 1;
        if entered is null or entered <= moment then
            lowest := middle;
        else
            highest := middle - 1;
        end if;
    end loop;
    return lowest;
end $$;
