-- Payouts of merchants are exchanges that take what a wallet can spare: amount_fen is the most that may go until the
-- ledger has held it, and then what it held. A refusal is kept also where there is no such wallet.
alter table exchange
    drop constraint exchange_wallet_id_fkey,
    add column account_tail text,
    add column keep_fen     bigint check (keep_fen >= 0),
    add column minimum_fen  bigint check (minimum_fen >= 0),
    add column at_most_fen  bigint check (at_most_fen >= amount_fen),
    add check (num_nulls(account_tail, keep_fen, minimum_fen, at_most_fen) in (0, 4)),
    add check ((business_id like 'payout:%') = (account_tail is not null)),
    add check (account_tail is null or (kind = 'REDEEM' and counter_id is null));

-- What the core has sent back (退汇), by the number that it gives each; the highest one is where the next question
-- begins. finding says why nothing is done about one; where there is none its payout is posted back once.
create table bank_return (
    number      bigint      primary key check (number > 0),
    request_id  text        not null,
    amount_fen  bigint      not null,
    reason      text        not null,
    bank_ref    text        not null,
    business_id text        references exchange,
    finding     text        check (finding in ('UNKNOWN_TRANSFER', 'NOT_A_PAYOUT', 'NOT_PAID', 'RETURNED_BEFORE',
                                               'AMOUNT_DIFFERS')),
    state       text        not null check (state in ('WAITING', 'ASKED', 'POSTED', 'LEFT')),
    attempt     int         not null default 0 check (attempt >= 0),
    rejection   text,
    heard_at    timestamptz not null,
    next_try_at timestamptz,
    ended_at    timestamptz,
    check ((state = 'LEFT') = (finding is not null)),
    check (state = 'LEFT' or business_id is not null),
    check ((state = 'WAITING') = (next_try_at is not null)),
    check ((state = 'POSTED') = (ended_at is not null))
);
create unique index bank_return_once on bank_return (business_id) where state <> 'LEFT';
create index bank_return_due on bank_return (next_try_at) where next_try_at is not null;
create index bank_return_open on bank_return (heard_at) where state in ('WAITING', 'ASKED');
