-- What the bank advances for refunds that a merchant's wallet cannot pay, and what of it is still owed.

-- What was announced that a merchant may owe at most, and what the ledger was last asked to bound it by.
alter table merchant
    add column advance_fen       bigint not null default 0 check (advance_fen >= 0),
    add column advance_asked_fen bigint not null default 0;
create index merchant_advance_to_ask on merchant (merchant_no) where advance_fen <> advance_asked_fen;
create index merchant_by_wallet on merchant (wallet_id);

-- Versions of the ledger's constraints, which only rise.
create sequence advance_limit_version;

-- A refund of which the bank has paid a part or all. again_at is empty while the ledger is asked, and when all is taken;
-- sold says that something was sold meanwhile.
create table receivable (
    business_id        text        primary key,
    refund_business_id text        not null unique,
    merchant_no        text        not null references merchant (merchant_no),
    wallet_id          text        not null,
    branch_code        text        not null,
    owed_fen           bigint      not null check (owed_fen > 0),
    taken_fen          bigint      not null default 0 check (taken_fen between 0 and owed_fen),
    tries              int         not null check (tries > 0),
    sold               boolean     not null default false,
    since              timestamptz not null,
    again_at           timestamptz,
    check (taken_fen < owed_fen or again_at is null)
);
create index receivable_of_merchant on receivable (merchant_no, since, business_id) where taken_fen < owed_fen;
create index receivable_open on receivable (since, business_id) where taken_fen < owed_fen;
create index receivable_again on receivable (again_at) where again_at is not null;
