-- Purses (硬钱包): chips that pay without a network. The row of a purse is the lock of everything about it.
alter table wallet
    drop constraint wallet_wallet_class_check,
    add constraint wallet_wallet_class_check check (wallet_class in ('CLASS_II', 'CLASS_IV', 'HW_ANON', 'CORPORATE'));
alter table limit_policy
    drop constraint limit_policy_wallet_class_check,
    add constraint limit_policy_wallet_class_check
        check (wallet_class in ('CLASS_II', 'CLASS_IV', 'HW_ANON', 'CORPORATE'));
insert into limit_policy (wallet_class, effective_on, single_fen, daily_fen, annual_fen, balance_cap_fen) values
    ('HW_ANON', '2026-01-01', 50000, 100000, 1000000, 100000);

create table purse (
    purse_id    text        primary key check (purse_id ~ '^P[0-9A-Z]{15}$'),
    wallet_id   varchar(34) not null references wallet,
    party       text        not null,
    operator    varchar(14) not null,
    branch_code varchar(12) not null,
    carrier     text        not null check (carrier in ('PHONE_ESE', 'SIM', 'IC_CARD', 'VISUAL_CARD', 'WEARABLE')),
    state       text        not null check (state in ('ACTIVE', 'BLOCKED', 'LOST', 'REVOKED', 'RETIRED')),
    issued_by   text        not null,
    issue_id    text        not null,
    issued_at   timestamptz not null,
    lost_at     timestamptz,
    ended_at    timestamptz,
    revoked_in  int,
    version     bigint      not null check (version > 0),
    unique (issued_by, issue_id),
    check (state <> 'LOST' or lost_at is not null),
    check ((state in ('LOST', 'REVOKED', 'RETIRED')) = (ended_at is not null))
);
create index purse_wallet on purse (wallet_id);
create index purse_to_list on purse (purse_id)
    where (state in ('BLOCKED', 'LOST', 'REVOKED')) <> (revoked_in is not null);

-- A key belongs to one purse for ever; it may be certified again for that one.
create table purse_key (
    key_id   text primary key,
    purse_id text not null references purse
);
create table purse_certificate (
    serial         text        primary key check (serial ~ '^[0-9a-f]{32}$'),
    purse_id       text        not null references purse,
    certificate_id text        not null,
    key_id         text        not null references purse_key,
    public_key     text        not null,
    not_before     timestamptz not null,
    not_after      timestamptz not null,
    der            text        not null,
    unique (purse_id, certificate_id)
);

-- Who did what to a purse and why. Written in the transaction of the act.
create table purse_act (
    seq      bigint generated always as identity primary key,
    act      text        not null check (act in
        ('ISSUED', 'RENEWED', 'LOSS_REPORT', 'BLOCK', 'CLEARANCE', 'REVOCATION', 'RETIREMENT')),
    purse_id text        not null references purse,
    party    text        not null,
    factors  text[]      not null,
    reason   text,
    at       timestamptz not null
);
create trigger purse_act_is_append_only before update or delete or truncate on purse_act
    for each statement execute function refuse_change();

-- What chips are told to obey, as data. The one with the latest day not after today is in force; policy is its version.
create table purse_limit_policy (
    policy               int    primary key check (policy > 0),
    kind                 text   not null check (kind in ('LINKED', 'ANONYMOUS')),
    effective_on         date   not null,
    balance_fen          bigint not null check (balance_fen > 0),
    single_fen           bigint not null check (single_fen >= 0),
    single_with_pin_fen  bigint not null check (single_with_pin_fen >= single_fen),
    payments             int    not null check (payments between 1 and 255),
    total_fen            bigint not null check (total_fen > 0),
    powered_off_payments int    not null check (powered_off_payments between 0 and 255),
    powered_off_fen      bigint not null check (powered_off_fen >= 0),
    unique (kind, effective_on)
);
insert into purse_limit_policy values
    (1, 'LINKED', '2026-01-01', 100000, 20000, 50000, 20, 100000, 5, 30000),
    (2, 'ANONYMOUS', '2026-01-01', 50000, 10000, 10000, 10, 50000, 5, 30000);

-- What the ledger has moved into a reserve and a chip was ordered to hold. taken says that a later load or an unload
-- has moved the remainder; release is the return of all that is left.
create table load (
    purse_id        text        not null references purse,
    number          int         not null check (number > 0),
    wallet_id       varchar(34) not null references wallet,
    amount_fen      bigint      not null check (amount_fen > 0),
    counter         int         not null check (counter >= 0),
    head            text        not null,
    limits          text        not null,
    loaded_at       timestamptz not null,
    closing_counter int         check (closing_counter >= counter),
    closing_head    text,
    remainder_fen   bigint      check (remainder_fen between 0 and amount_fen),
    statement       text,
    closed_at       timestamptz,
    taken           boolean     not null default false,
    releases        int         not null default 0,
    release_at      timestamptz,
    released_at     timestamptz,
    version         bigint      not null check (version > 0),
    primary key (purse_id, number),
    check ((closed_at is null) = (closing_counter is null)),
    check ((closed_at is null) = (closing_head is null)),
    check ((closed_at is null) = (remainder_fen is null)),
    check ((closed_at is null) = (statement is null)),
    check (closed_at is not null or not taken)
);
create index load_release on load (release_at) where release_at is not null;
create index load_unreleased on load (purse_id) where released_at is null and releases = 0 and release_at is null;

-- What holders asked for. number and attempt are the step at the ledger; a refused act has none.
create table load_act (
    party         text        not null,
    kind          text        not null check (kind in ('LOAD', 'UNLOAD')),
    act_id        text        not null,
    purse_id      text        not null references purse,
    amount_fen    bigint      not null check (amount_fen >= 0),
    closing       text,
    state         text        not null check (state in ('REQUESTED', 'LOADED', 'UNLOADED', 'FAILED')),
    reason        text,
    number        int,
    attempt       int,
    counter       int,
    head          text,
    remainder_fen bigint,
    limits        text,
    moved_fen     bigint,
    load_order    text,
    requested_at  timestamptz not null,
    ended_at      timestamptz,
    primary key (party, kind, act_id),
    unique (purse_id, kind, number, attempt),
    check ((state = 'FAILED') = (reason is not null)),
    check ((state = 'REQUESTED') = (ended_at is null)),
    check (state <> 'REQUESTED' or attempt is not null),
    check ((state = 'LOADED') = (load_order is not null))
);
create unique index load_act_open on load_act (purse_id) where state = 'REQUESTED';

-- Vouchers count where payments do: a row of theirs is SETTLED, and nothing was announced for it.
alter table payment_authorization alter column announcement drop not null;

-- What was put on or taken off the list of purses that nobody should take money from, list by list.
create table revocation_list (
    number  int         primary key check (number > 0),
    at      timestamptz not null,
    added   text[]      not null,
    removed text[]      not null
);
create trigger revocation_list_is_append_only before update or delete or truncate on revocation_list
    for each statement execute function refuse_change();
