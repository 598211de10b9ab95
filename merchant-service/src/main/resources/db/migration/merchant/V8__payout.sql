-- Which days are worked on, and money of merchants on its way to their bank accounts.

-- What was decreed for a year (节假日与调休). A correction is another version; none is ever changed, so that it can be
-- said later why a payout was due on a day.
create table calendar (
    year       int         not null check (year between 2020 and 2100),
    version    int         not null check (version > 0),
    version_id text        not null,
    loaded_by  text        not null,
    loaded_at  timestamptz not null,
    primary key (year, version),
    unique (year, version_id)
);
-- Only what is otherwise than Monday to Friday.
create table calendar_day (
    year    int     not null,
    version int     not null,
    day     date    not null check (extract(year from day) = year),
    workday boolean not null,
    name    text    not null,
    primary key (year, version, day),
    foreign key (year, version) references calendar,
    check (workday = (extract(isodow from day) > 5))
);
create trigger calendar_is_append_only before update or delete or truncate on calendar
    for each statement execute function refuse_change();
create trigger calendar_day_is_append_only before update or delete or truncate on calendar_day
    for each statement execute function refuse_change();

-- When a merchant is paid out; the one with the latest day not after a payout's own is in force. cut_off is on the day
-- before a run at night: what was sold later is left; midnight is the end of that day.
create table payout_plan (
    merchant_no   text        not null references merchant,
    effective_on  date        not null,
    schedule      text        not null check (schedule in
        ('EACH', 'INTRADAY', 'T1', 'WEEKLY', 'MONTHLY', 'THRESHOLD', 'MANUAL')),
    times         text,
    day_of_week   int         check (day_of_week between 1 and 7),
    day_of_month  int         check (day_of_month between 1 and 31),
    cut_off       time,
    threshold_fen bigint      check (threshold_fen > 0),
    keep_fen      bigint      not null check (keep_fen >= 0),
    minimum_fen   bigint      not null check (minimum_fen > 0),
    put_by        text        not null,
    put_at        timestamptz not null,
    primary key (merchant_no, effective_on),
    check ((schedule = 'INTRADAY') = (times is not null)),
    check ((schedule = 'WEEKLY') = (day_of_week is not null)),
    check ((schedule = 'MONTHLY') = (day_of_month is not null)),
    check ((schedule = 'THRESHOLD') = (threshold_fen is not null)),
    check ((schedule in ('T1', 'WEEKLY', 'MONTHLY')) = (cut_off is not null))
);
create index payout_plan_by_schedule on payout_plan (schedule, effective_on);
create trigger payout_plan_is_append_only before update or delete or truncate on payout_plan
    for each statement execute function refuse_change();

-- Everything that was due until then is planned; a run that was interrupted begins there again.
create table payout_clock (
    only_one      boolean     primary key default true check (only_one),
    planned_until timestamptz not null
);
insert into payout_clock (planned_until) values (now());

-- What was sold since the last payout, of merchants that are paid out by their sales; turn numbers those payouts.
create table payout_turnover (
    merchant_no text   primary key references merchant,
    sold_fen    bigint not null,
    turn        bigint not null default 0 check (turn >= 0)
);
create index payout_turnover_sold on payout_turnover (merchant_no) where sold_fen > 0;

-- One row is planned once for a merchant, a day and a slot, and its id follows from these, so that it is the same one
-- even after a restore. The columns from amount_fen to returned_at are what was heard, in whatever order; state follows
-- from them. ask_at is when an open one is announced again.
create table payout (
    payout_id       text        primary key,
    business_id     text        not null unique check (business_id = 'payout:' || payout_id),
    merchant_no     text        not null references merchant,
    wallet_id       text        not null,
    account_tail    text        not null,
    due_on          date        not null,
    slot            text        not null,
    calendar        text,
    act_id          text,
    requested_by    text,
    keep_fen        bigint      not null check (keep_fen >= 0),
    minimum_fen     bigint      not null check (minimum_fen > 0),
    at_most_fen     bigint      not null check (at_most_fen > 0),
    state           text        not null check (state in
        ('PLANNED', 'DEBITED', 'SENT', 'UNKNOWN', 'PAID', 'RETURNED', 'SKIPPED', 'REFUSED')),
    planned_at      timestamptz not null,
    amount_fen      bigint      check (amount_fen > 0),
    held_on         date,
    paid_on         date,
    accounting_date date,
    returned_on     date,
    moved           text        check (moved in ('SENT', 'UNKNOWN', 'PAID', 'FAILED')),
    bank_ref        text,
    reason          text,
    paid_at         timestamptz,
    back_at         timestamptz,
    refused_at      timestamptz,
    returned_at     timestamptz,
    ended_at        timestamptz,
    asks            int         not null default 1 check (asks > 0),
    ask_at          timestamptz,
    unique (merchant_no, due_on, slot),
    unique (merchant_no, act_id),
    check (accounting_date is not distinct from coalesce(paid_on, held_on)),
    check ((act_id is null) = (requested_by is null)),
    check ((state in ('PAID', 'RETURNED', 'SKIPPED', 'REFUSED')) = (ended_at is not null)),
    check ((ended_at is null) = (ask_at is not null)),
    check (state not in ('SKIPPED', 'REFUSED') or reason is not null)
);
-- A UUID (RFC 9562, version 8) that follows from what it is of.
create function payout_id(what text) returns text language sql immutable strict as $$
    select overlay(overlay(md5(what) placing '8' from 13 for 1) placing 'a' from 17 for 1)::uuid::text
$$;

create index payout_by_merchant on payout (merchant_no, planned_at, payout_id);
create index payout_by_day on payout (due_on);
create index payout_open on payout (planned_at) where ended_at is null;
create index payout_ask on payout (ask_at) where ask_at is not null;
create index payout_planned on payout (merchant_no) where state = 'PLANNED';
