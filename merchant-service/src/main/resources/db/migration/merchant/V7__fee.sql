-- What merchants pay for payments, and what of it comes back with refunds.

-- A plan applies to payments of the merchant from its day on, until the next one's day. What is proposed counts for
-- nothing; what is approved is never changed once its day has begun.
create table fee_plan (
    plan_id             uuid        primary key,
    merchant_no         text        not null references merchant (merchant_no),
    effective_on        date        not null,
    rate_bp             int         not null check (rate_bp between 0 and 1000),
    cap_fen             bigint      check (cap_fen > 0 and cap_fen >= per_transaction_fen),
    per_transaction_fen bigint      not null check (per_transaction_fen >= 0),
    refund_policy       text        not null check (refund_policy in ('RETURN_PROPORTIONALLY', 'KEEP')),
    state               text        not null check (state in ('PROPOSED', 'APPROVED', 'REPLACED', 'REJECTED')),
    proposed_by         text        not null,
    proposed_at         timestamptz not null,
    decided_by          text,
    decided_at          timestamptz,
    check ((state = 'PROPOSED') = (decided_by is null)),
    check ((decided_by is null) = (decided_at is null)),
    constraint fee_plan_has_four_eyes check (state not in ('APPROVED', 'REPLACED') or decided_by <> proposed_by)
);
create unique index fee_plan_open on fee_plan (merchant_no, effective_on) where state = 'PROPOSED';
create unique index fee_plan_in_force on fee_plan (merchant_no, effective_on) where state = 'APPROVED';
create index fee_plan_by_merchant on fee_plan (merchant_no, plan_id);

-- One row a sale that costs something, and one a refund with which something comes back. accounting_date is the one of
-- the ledger's entry; refunded_fen and returned_fen are kept with the fee of a payment.
create table fee (
    business_id         text        primary key,
    sale_business_id    text        not null unique,
    payment_business_id text        not null,
    merchant_no         text        not null references merchant (merchant_no),
    wallet_id           text        not null,
    branch_code         text        not null,
    kind                text        not null check (kind in ('FEE', 'FEE_RETURN')),
    amount_fen          bigint      not null check (amount_fen > 0),
    plan_id             uuid        not null references fee_plan (plan_id),
    rate_bp             int         not null,
    state               text        not null check (state in ('WAITING', 'REQUESTED', 'POSTED', 'REJECTED')),
    attempt             int         not null check (attempt > 0),
    reason              text,
    again_at            timestamptz,
    accounting_date     date,
    requested_at        timestamptz not null,
    ended_at            timestamptz,
    refunded_fen        bigint      not null default 0 check (refunded_fen >= 0),
    returned_fen        bigint      not null default 0 check (returned_fen between 0 and amount_fen),
    check ((state = 'POSTED') = (accounting_date is not null)),
    check ((state = 'POSTED') = (ended_at is not null)),
    check ((state = 'REJECTED') = (again_at is not null)),
    check (state <> 'REJECTED' or reason is not null),
    check (state <> 'WAITING' or kind = 'FEE_RETURN')
);
create unique index fee_of_payment on fee (payment_business_id) where kind = 'FEE';
create index fee_return_waiting on fee (payment_business_id) where state = 'WAITING';
create index fee_rejected on fee (merchant_no, requested_at, business_id) where state = 'REJECTED';
create index fee_again on fee (again_at) where state = 'REJECTED';
create index fee_open on fee (merchant_no, state, requested_at) where state <> 'POSTED';

-- A refund that was heard before its payment: what of the fee comes back is known when both are here.
create table fee_refund_waiting (
    business_id         text        primary key,
    payment_business_id text        not null,
    amount_fen          bigint      not null check (amount_fen > 0),
    heard_at            timestamptz not null
);
create index fee_refund_waiting_by_age on fee_refund_waiting (heard_at);

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
