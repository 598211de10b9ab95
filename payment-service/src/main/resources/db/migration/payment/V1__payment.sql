-- What was asked for, and what became of it: payments, refunds, orders, and a copy of who may be paid.

create table payee (
    key         text    primary key,
    merchant_no text    not null,
    store_no    text,
    name        text    not null,
    wallet_id   text    not null,
    operator    text    not null,
    party       text    not null,
    active      boolean not null,
    version     bigint  not null
);

create table merchant_order (
    merchant_no    text        not null,
    order_id       text        not null,
    amount_fen     bigint      not null check (amount_fen > 0),
    store_no       text,
    subject        text        not null,
    expire_minutes int         not null check (expire_minutes between 1 and 120),
    state          text        not null check (state in ('OPEN', 'CLAIMED', 'PAID', 'EXPIRED', 'CLOSED')),
    payment_id     uuid,
    created_at     timestamptz not null,
    expires_at     timestamptz not null,
    primary key (merchant_no, order_id),
    check ((payment_id is not null) = (state in ('CLAIMED', 'PAID')))
);
create index merchant_order_open on merchant_order (expires_at) where state = 'OPEN';

create table payment (
    id              uuid        primary key,
    requested_by    text        not null,
    act_id          text        not null,
    kind            text        not null check (kind in ('P2P', 'ORDER')),
    payer_wallet    text        not null,
    payer_operator  text        not null,
    -- Empty where the payment was refused before its payee was known.
    payee_wallet    text,
    payee_operator  text,
    payee_party     text,
    merchant_no     text,
    order_id        text,
    store_no        text,
    subject         text,
    amount_fen      bigint      not null check (amount_fen > 0),
    remark          text,
    state           text        not null check (state in ('REQUESTED', 'SUCCEEDED', 'FAILED')),
    reason          text,
    requested_at    timestamptz not null,
    valid_until     timestamptz not null,
    ended_at        timestamptz,
    height          bigint,
    accounting_date date,
    authorized_at   timestamptz,
    posted_at       timestamptz,
    legs            jsonb,
    -- Refunds that are under way or have succeeded, and those that have succeeded.
    reserved_fen    bigint      not null default 0 check (reserved_fen between 0 and amount_fen),
    refunded_fen    bigint      not null default 0 check (refunded_fen between 0 and reserved_fen),
    refunds         int         not null default 0 check (refunds >= 0),
    -- The fact as it was announced, kept to the letter, so that healing repeats it and never makes it anew.
    request         text,
    heal_count      int         not null default 0,
    next_heal_at    timestamptz,
    unique (requested_by, act_id),
    check ((kind = 'ORDER') = (order_id is not null)),
    check ((reason is not null) = (state = 'FAILED')),
    check ((ended_at is null) = (state = 'REQUESTED')),
    check ((height is not null) = (state = 'SUCCEEDED')),
    check (state = 'SUCCEEDED' or reserved_fen = 0),
    check (state <> 'REQUESTED' or request is not null)
);
create index payment_open on payment (requested_at) where state = 'REQUESTED';
create index payment_ended on payment (ended_at);

create table refund (
    id              uuid        primary key,
    payment_id      uuid        not null references payment (id),
    act_id          text        not null,
    requested_by    text        not null,
    amount_fen      bigint      not null check (amount_fen > 0),
    remark          text,
    state           text        not null check (state in ('REQUESTED', 'SUCCEEDED', 'FAILED')),
    reason          text,
    requested_at    timestamptz not null,
    ended_at        timestamptz,
    height          bigint,
    accounting_date date,
    authorized_at   timestamptz,
    posted_at       timestamptz,
    legs            jsonb,
    request         text,
    heal_count      int         not null default 0,
    next_heal_at    timestamptz,
    unique (payment_id, act_id),
    check ((reason is not null) = (state = 'FAILED')),
    check ((ended_at is null) = (state = 'REQUESTED')),
    check ((height is not null) = (state = 'SUCCEEDED')),
    check (state <> 'REQUESTED' or request is not null)
);
create index refund_open on refund (requested_at) where state = 'REQUESTED';
