-- Money: the only place where balances exist. Whoever writes here holds the one row of `shard`; that lock makes one
-- total order of everything, hands out heights and account numbers without gaps, and fences off a second writer.
create table shard (
    id              smallint primary key default 1 check (id = 1),
    height          bigint not null check (height >= 0),
    accounting_date date   not null,
    account_count   bigint not null check (account_count >= 0),
    group_count     bigint not null check (group_count >= 0)
);

insert into shard (height, accounting_date, account_count, group_count) values (0, date '2020-01-01', 0, 0);

-- used_fen is the sum over the members of balance and pending increase, kept exact by the one writer.
create table cap_group (
    id            bigint primary key,
    name          text   not null unique check (length(name) between 1 and 120),
    cap_fen       bigint check (cap_fen >= 0),
    version       bigint not null,
    capped_height bigint not null,
    used_fen      bigint not null
);

-- constrained_height is the last entry that was decided before the constraint was set: later ones must keep it.
-- Counters change all the time and are in no index, so room on the page keeps updates from touching the indexes.
create table account (
    id                 bigint      primary key,
    address            text        not null unique check (length(address) between 1 and 120),
    subject            text        not null check (subject in ('CORE_CLEARING', 'WALLET')),
    operator           text        not null,
    branch_code        text        not null,
    owner              text,
    group_id           bigint      references cap_group,
    floor_fen          bigint,
    debit_frozen       boolean     not null,
    credit_frozen      boolean     not null,
    constraint_version bigint      not null,
    constrained_height bigint      not null,
    opened_at          timestamptz not null,
    debits_posted      bigint      not null check (debits_posted >= 0),
    credits_posted     bigint      not null check (credits_posted >= 0),
    debits_pending     bigint      not null check (debits_pending >= 0),
    credits_pending    bigint      not null check (credits_pending >= 0)
) with (fillfactor = 70);

create index account_group on account (group_id) where group_id is not null;

create table entry (
    height          bigint      primary key check (height > 0),
    business_id     text        not null,
    step            text        not null,
    attempt         int         not null check (attempt > 0),
    kind            text        not null check (kind in ('POST', 'HOLD', 'CAPTURE', 'VOID')),
    tx_type         text        not null,
    payer_operator  text        not null,
    payee_operator  text        not null,
    branch_code     text        not null,
    accounting_date date        not null,
    requested_at    timestamptz not null,
    authorized_at   timestamptz not null,
    at              timestamptz not null,
    hold_height     bigint,
    check ((hold_height is not null) = (kind in ('CAPTURE', 'VOID')))
);

-- The legs of every entry. No foreign keys on the two tables that grow with every leg: the one writer has read and
-- locked both accounts, each key would be looked up again for every row, and /v1/invariants looks for orphans.
create table transfer (
    height         bigint  not null,
    leg_no         int     not null check (leg_no > 0),
    debit_account  bigint  not null,
    credit_account bigint  not null check (credit_account <> debit_account),
    amount_fen     bigint  not null check (amount_fen > 0),
    may_exceed_cap boolean not null,
    primary key (height, leg_no)
);

-- The history of an account: what was posted (held and voided legs are not), with the balance that it left.
create table account_line (
    account_id        bigint not null,
    height            bigint not null,
    leg_no            int    not null,
    side              text   not null check (side in ('DEBIT', 'CREDIT')),
    amount_fen        bigint not null check (amount_fen > 0),
    balance_after_fen bigint not null,
    primary key (account_id, height, leg_no)
);

create table hold (
    height       bigint primary key references entry,
    business_id  text   not null,
    step         text   not null,
    attempt      int    not null,
    state        text   not null check (state in ('PENDING', 'CAPTURED', 'VOIDED')),
    ended_height bigint references entry,
    unique (business_id, step, attempt),
    check ((state = 'PENDING') = (ended_height is null))
);

-- What became of a request, kept for ever and apart from the journal: the key makes repeats harmless, the request
-- shows a conflict, the answer is what is announced again.
create table outcome (
    business_id text        not null,
    step        text        not null,
    attempt     int         not null check (attempt > 0),
    kind        text        not null check (kind in ('OPENED', 'CONSTRAINED', 'POSTED', 'HELD', 'CAPTURED', 'VOIDED', 'REJECTED')),
    height      bigint,
    request     jsonb       not null,
    answer      jsonb       not null,
    decided_at  timestamptz not null,
    primary key (business_id, step, attempt),
    check ((height is not null) = (kind in ('POSTED', 'HELD', 'CAPTURED', 'VOIDED')))
);

create unique index outcome_accepted_once on outcome (business_id, step) where kind <> 'REJECTED';
