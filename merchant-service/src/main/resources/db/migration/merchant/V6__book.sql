-- What the ledger and payment-service said, day by day: bills are made of it, and reconciliation compares it. A day's
-- rows lie in partitions of their own, so that days that nobody asks for any more are dropped whole.

-- A leg that was posted; kind says by what. Balances are null in what was told before ledger-service told them.
create table book_leg (
    accounting_date    date        not null,
    shard              smallint    not null check (shard >= 0),
    height             bigint      not null check (height > 0),
    leg_no             int         not null check (leg_no > 0),
    kind               text        not null check (kind in ('POSTED', 'CAPTURED', 'REVERSED')),
    tx_type            text        not null,
    business_id        text        not null,
    step               text        not null,
    debit              text        not null,
    credit             text        not null,
    amount_fen         bigint      not null check (amount_fen > 0),
    debit_balance_fen  bigint,
    credit_balance_fen bigint,
    at                 timestamptz not null,
    primary key (accounting_date, shard, height, leg_no)
) partition by list (accounting_date);

-- Entries that posted nothing (held, voided, expired): they make heights complete.
create table book_hold (
    accounting_date date     not null,
    shard           smallint not null check (shard >= 0),
    height          bigint   not null check (height > 0),
    primary key (accounting_date, shard, height)
) partition by list (accounting_date);

-- How a payment, a refund or a settlement of vouchers ended: on the ledger's accounting date, or on the day of failing.
create table book_payment (
    accounting_date date        not null,
    business_id     text        not null,
    tx_type         text        not null,
    state           text        not null check (state in ('SUCCEEDED', 'FAILED')),
    amount_fen      bigint      check (amount_fen > 0),
    reason          text,
    at              timestamptz not null,
    primary key (accounting_date, business_id),
    check ((state = 'SUCCEEDED') = (amount_fen is not null)),
    check ((state = 'FAILED') = (reason is not null))
) partition by list (accounting_date);

-- Days that the ledger has closed. Complete once all their heights are here and sum to what the ledger has counted;
-- from then on nothing of them changes.
create table book_day (
    shard           smallint    not null check (shard >= 0),
    accounting_date date        not null,
    after_height    bigint      not null check (after_height >= 0),
    last_height     bigint      not null check (last_height >= after_height),
    last_block      bigint      not null check (last_block >= 0),
    posted_fen      bigint      not null check (posted_fen >= 0),
    closed_at       timestamptz not null,
    complete_at     timestamptz,
    primary key (shard, accounting_date)
);
create index book_day_incomplete on book_day (accounting_date) where complete_at is null;

-- Makes the partitions of some days. One at a time makes them, whoever else wants the same day waits and finds them.
create function add_book_days(days date[]) returns void language plpgsql as $$
declare
    day date;
    suffix text;
begin
    foreach day in array days loop
        suffix := to_char(day, 'YYYYMMDD');
        if to_regclass('book_payment_' || suffix) is null then
            perform pg_advisory_xact_lock(hashtext('book'), to_char(day, 'YYYYMMDD')::int);
            if to_regclass('book_payment_' || suffix) is null then
                execute format('create table book_leg_%s (like book_leg including all)', suffix);
                execute format('alter table book_leg attach partition book_leg_%s for values in (%L)', suffix, day);
                execute format('create table book_hold_%s (like book_hold including all)', suffix);
                execute format('alter table book_hold attach partition book_hold_%s for values in (%L)', suffix, day);
                execute format('create table book_payment_%s (like book_payment including all)', suffix);
                execute format('alter table book_payment attach partition book_payment_%s for values in (%L)', suffix,
                    day);
            end if;
        end if;
    end loop;
end $$;
