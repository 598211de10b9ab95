-- Payments without a network: copies of what vouchers are judged by, uploads, verdicts, and what was asked of the ledger.

-- Purses, loads and revocation lists as their owner announced them.
create table purse_fact (
    key     text   primary key,
    list    int,
    fact    text   not null,
    version bigint not null
);
create index purse_fact_list on purse_fact (list) where list is not null;

create table terminal_key (
    key_id      text    primary key,
    terminal_id text    not null,
    merchant_no text    not null,
    store_no    text    not null,
    active      boolean not null,
    version     bigint  not null
);
create index terminal_key_terminal on terminal_key (terminal_id);

-- Certificates that came with uploads and lead to the root, with that of the operator who issued them.
create table shown_certificate (
    subject    text        not null,
    serial     text        not null,
    public_key text        not null,
    not_before timestamptz not null,
    not_after  timestamptz not null,
    holder     bytea       not null,
    operator   bytea       not null,
    primary key (subject, serial)
);

create table voucher_batch (
    id          uuid        primary key,
    scope       text        not null,
    act_id      text        not null,
    header      bytea       not null,
    uploader    text        not null,
    vouchers    int         not null check (vouchers > 0),
    sum_fen     bigint      not null check (sum_fen >= 0),
    statement   bytea,
    created_at  timestamptz not null,
    -- When the last piece had come.
    received_at timestamptz,
    unique (scope, act_id)
);

create table voucher_piece (
    batch_id uuid    not null references voucher_batch (id),
    number   int     not null check (number >= 0),
    hash     bytea   not null,
    arrived  boolean not null default false,
    -- Kept until the batch is whole; its vouchers are copies then.
    body     bytea,
    primary key (batch_id, number)
);

create table voucher_copy (
    batch_id      uuid        not null references voucher_batch (id),
    index         int         not null check (index >= 0),
    raw           bytea       not null,
    received_at   timestamptz not null,
    -- Empty where the bytes are no voucher.
    purse_id      text,
    voucher_id    bytea,
    amount_fen    bigint,
    verdict       text,
    bearer        text,
    flags         text        not null default '',
    -- The ledger has been asked to pay it.
    settlement_id uuid,
    -- Not before that: what it waits for is not there yet.
    look_at       timestamptz not null,
    primary key (batch_id, index),
    check ((verdict is null) = (bearer is null)),
    check (purse_id is not null or verdict = 'MALFORMED')
);
-- What waits for its judge is little, however many vouchers there are.
create index voucher_copy_waiting on voucher_copy (purse_id, received_at, batch_id, index)
    where verdict is null and settlement_id is null;
create index voucher_copy_look on voucher_copy (look_at) where verdict is null and settlement_id is null;
create index voucher_copy_settling on voucher_copy (settlement_id) where verdict is null and settlement_id is not null;
create index voucher_copy_received on voucher_copy (received_at);

-- One row a purse that a voucher has named: whoever judges or settles its vouchers locks it first.
create table judged_purse (
    purse_id     text primary key,
    last_counter int  not null default 0 check (last_counter >= 0),
    -- The last counter that the bank has told the chip it knows.
    synced       int  not null default 0 check (synced >= 0),
    suspected_at timestamptz
);

-- Vouchers that are paid, or that the ledger has been asked to pay.
create table voucher (
    id             bytea       primary key,
    purse_id       text        not null references judged_purse (purse_id),
    load           int         not null,
    counter        int         not null check (counter > 0),
    previous       bytea       not null,
    amount_fen     bigint      not null check (amount_fen > 0),
    balance_fen    bigint      not null check (balance_fen >= 0),
    payee          text        not null,
    nonce          bytea       not null,
    powered_off    boolean     not null,
    holds_slot     boolean     not null,
    verdict        text        not null,
    bearer         text        not null,
    flags          text        not null,
    settlement_id  uuid        not null,
    settled        boolean     not null default false,
    receivable_fen bigint      not null default 0 check (receivable_fen between 0 and amount_fen),
    batch_id       uuid        not null,
    index          int         not null,
    decided_at     timestamptz not null,
    unique (payee, nonce),
    foreign key (batch_id, index) references voucher_copy (batch_id, index)
);
create unique index voucher_slot on voucher (purse_id, counter) where holds_slot;
create index voucher_counter on voucher (purse_id, counter);
create index voucher_settlement_id on voucher (settlement_id);

create table counter_gap (
    purse_id    text        not null references judged_purse (purse_id),
    first       int         not null check (first > 0),
    last        int         not null,
    opened_at   timestamptz not null,
    -- It has waited in vain (GAP_UNRESOLVED).
    given_up_at timestamptz,
    primary key (purse_id, first),
    check (last >= first)
);
create index counter_gap_open on counter_gap (opened_at) where given_up_at is null;

create table closed_load (
    purse_id     text        not null references judged_purse (purse_id),
    load         int         not null,
    base         int         not null,
    last_counter int         not null,
    settled_at   timestamptz,
    primary key (purse_id, load)
);
create index closed_load_open on closed_load (purse_id) where settled_at is null;

-- Vouchers of one purse, load and payee in one upload: one entry of the ledger.
create table voucher_settlement (
    id              uuid        primary key,
    purse_id        text        not null references judged_purse (purse_id),
    load            int         not null,
    payer_wallet    text        not null,
    payer_operator  text        not null,
    payee_wallet    text        not null,
    payee_operator  text        not null,
    terminal_id     text,
    merchant_no     text,
    store_no        text,
    vouchers        int         not null check (vouchers > 0),
    amount_fen      bigint      not null check (amount_fen > 0),
    attempt         int         not null default 1 check (attempt > 0),
    state           text        not null check (state in ('ASKED', 'POSTED', 'REFUSED')),
    -- Why the ledger has said no, the last time.
    reason          text,
    -- The request as it was announced, kept to the letter.
    request         text        not null,
    asked           int         not null default 1,
    next_ask_at     timestamptz not null,
    asked_at        timestamptz not null,
    receivable_fen  bigint,
    accounting_date date,
    posted_at       timestamptz,
    check ((state = 'POSTED') = (accounting_date is not null)),
    check ((state = 'POSTED') = (receivable_fen is not null))
);
create index voucher_settlement_open on voucher_settlement (next_ask_at) where state = 'ASKED';
create index voucher_settlement_day on voucher_settlement (accounting_date) where state = 'POSTED';
