-- Permission: who holds which wallet, and may it be used. Identity is in schema kyc alone, encrypted, from the start.
create sequence wallet_serial;

-- One row is one opening and, when it succeeds, the wallet. cap_version counts the caps announced to the ledger.
create table wallet (
    wallet_id     varchar(34) primary key,
    wallet_class  text        not null check (wallet_class in ('CLASS_II', 'CLASS_IV', 'CORPORATE')),
    state         text        not null check (state in ('OPENING', 'ACTIVE', 'REJECTED')),
    reason        text,
    owner_party   text        not null,
    opened_by     text        not null,
    opening_id    text        not null,
    operator      varchar(14) not null,
    branch_code   varchar(12) not null,
    verified      boolean     not null,
    ledger_opened boolean     not null default false,
    cap_on        date        not null,
    cap_version   bigint      not null default 1 check (cap_version > 0),
    cap_confirmed bigint      not null default 0 check (cap_confirmed <= cap_version),
    requested_at  timestamptz not null,
    ended_at      timestamptz,
    next_try_at   timestamptz,
    tries         int         not null default 0,
    unique (opened_by, opening_id),
    check ((state = 'REJECTED') = (reason is not null)),
    check ((state = 'OPENING') = (ended_at is null)),
    check (state <> 'ACTIVE' or (verified and ledger_opened and cap_confirmed > 0))
);
create index wallet_verification on wallet (next_try_at) where state = 'OPENING' and not verified;
create index wallet_cap on wallet (wallet_class, cap_on) where state <> 'REJECTED';

create schema kyc;

-- Every value is SM4-GCM: key id, nonce, text, tag. The wallet id and the field's name are bound to each.
create table kyc.identity (
    wallet_id            varchar(34) primary key references public.wallet,
    phone                bytea,
    name                 bytea,
    id_no                bytea,
    credit_code          bytea,
    legal_representative bytea,
    account_no           bytea
);

-- One Class IV per phone, one Class II per person: a keyed hash, given back when the opening is rejected.
create table kyc.claim (
    claim     bytea       primary key,
    wallet_id varchar(34) not null unique references public.wallet
);

-- Limits as data: null is no limit. The one with the latest day not after today is in force.
create table limit_policy (
    wallet_class    text not null check (wallet_class in ('CLASS_II', 'CLASS_IV', 'CORPORATE')),
    effective_on    date not null,
    single_fen      bigint check (single_fen >= 0),
    daily_fen       bigint check (daily_fen >= 0),
    annual_fen      bigint check (annual_fen >= 0),
    balance_cap_fen bigint check (balance_cap_fen >= 0),
    primary key (wallet_class, effective_on)
);
insert into limit_policy (wallet_class, effective_on, single_fen, daily_fen, annual_fen, balance_cap_fen) values
    ('CLASS_II', '2026-01-01', 5000000, 10000000, null, 50000000),
    ('CLASS_IV', '2026-01-01', 200000, 500000, 5000000, 1000000),
    ('CORPORATE', '2026-01-01', null, null, null, null);

-- What was decided on a requested transfer. request and announcement are kept word for word: a repeat gets them again.
create table payment_authorization (
    business_id     text        primary key,
    state           text        not null check (state in ('AUTHORIZED', 'SETTLED', 'RELEASED', 'REFUSED')),
    reason          text,
    payer_wallet_id varchar(34) not null,
    amount_fen      bigint      not null check (amount_fen > 0),
    day             date        not null,
    counted         boolean     not null,
    request         text        not null,
    announcement    text        not null,
    decided_at      timestamptz not null,
    ended_at        timestamptz,
    check ((state = 'REFUSED') = (reason is not null)),
    check (not (state = 'REFUSED' and counted))
);
create index payment_authorization_usage on payment_authorization (payer_wallet_id, day) where counted;

-- Always: spent_fen = sum of the counted authorizations of that wallet and day that are not RELEASED.
create table spending (
    wallet_id varchar(34) not null,
    day       date        not null,
    spent_fen bigint      not null default 0 check (spent_fen >= 0),
    primary key (wallet_id, day)
);
create table spending_year (
    wallet_id varchar(34) not null,
    year      int         not null,
    spent_fen bigint      not null default 0 check (spent_fen >= 0),
    primary key (wallet_id, year)
);

-- The version of the last posture of a wallet that was announced to the ledger; its row is the lock of the wallet's restrictions.
create table posture (
    wallet_id varchar(34) primary key references wallet,
    version   bigint      not null check (version > 0)
);
create table restriction (
    business_id    text        primary key,
    wallet_id      varchar(34) not null references wallet,
    restriction_id text        not null,
    type           text        not null check (type in ('NO_DEBIT', 'NO_CREDIT', 'NO_DEBIT_NO_CREDIT', 'AMOUNT_HOLD')),
    authority      text        not null,
    reason_code    text        not null,
    document_no    text,
    amount_fen     bigint check (amount_fen > 0),
    until          timestamptz,
    state          text        not null check (state in ('REQUESTED', 'IN_FORCE', 'RELEASING', 'RELEASED')),
    placed_by      text        not null,
    requested_at   timestamptz not null,
    in_force_at    timestamptz,
    released_by    text,
    released_at    timestamptz,
    unique (wallet_id, restriction_id),
    check ((type = 'AMOUNT_HOLD') = (amount_fen is not null)),
    check ((state in ('RELEASING', 'RELEASED')) = (released_by is not null))
);
create index restriction_open on restriction (wallet_id) where state <> 'RELEASED';
create index restriction_until on restriction (until) where state in ('REQUESTED', 'IN_FORCE');

create table exchange (
    business_id     text        primary key,
    party           text        not null,
    exchange_id     text        not null,
    wallet_id       varchar(34) not null references wallet,
    kind            text        not null check (kind in ('EXCHANGE_IN', 'REDEEM')),
    amount_fen      bigint      not null check (amount_fen > 0),
    state           text        not null check (state in
        ('REQUESTED', 'HELD', 'SENT', 'UNKNOWN', 'CAPTURING', 'VOIDING', 'SUCCEEDED', 'FAILED')),
    reason          text,
    core_request_id text unique,
    bank_ref        text,
    requested_at    timestamptz not null,
    ended_at        timestamptz,
    next_try_at     timestamptz,
    tries           int         not null default 0,
    unique (party, exchange_id),
    check ((state in ('VOIDING', 'FAILED')) = (reason is not null)),
    check ((state in ('SUCCEEDED', 'FAILED')) = (ended_at is not null)),
    check (state not in ('SENT', 'UNKNOWN', 'CAPTURING', 'VOIDING', 'SUCCEEDED') or core_request_id is not null),
    check ((state in ('HELD', 'SENT', 'UNKNOWN')) = (next_try_at is not null))
);
create index exchange_due on exchange (next_try_at) where state in ('HELD', 'SENT', 'UNKNOWN');
create index exchange_open on exchange (requested_at) where ended_at is null;

-- What the ledger was asked and has not answered, word for word, so that it can be announced again.
create table asked (
    business_id text        not null,
    step        text        not null,
    key         text        not null,
    request     text        not null,
    asks        int         not null default 1,
    again_at    timestamptz not null,
    primary key (business_id, step)
);
create index asked_again on asked (again_at);
