-- What holders owe for vouchers that no reserve covered, and what was taken from their wallets for it. next_try_at is
-- empty while the ledger is asked, and when nothing is owed any more.
create table recovery (
    business_id text        primary key,
    wallet_id   varchar(34) not null references wallet,
    purse_id    text        not null,
    owed_fen    bigint      not null check (owed_fen > 0),
    taken_fen   bigint      not null default 0 check (taken_fen between 0 and owed_fen),
    tries       int         not null check (tries > 0),
    settled_at  timestamptz not null,
    next_try_at timestamptz,
    check (taken_fen < owed_fen or next_try_at is null)
);
create index recovery_due on recovery (next_try_at) where next_try_at is not null;
create index recovery_open on recovery (business_id) where taken_fen < owed_fen;
