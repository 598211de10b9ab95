-- Three-way reconciliation: payment-service's word, the ledger's legs, and the files of the bank's core system.

-- What the core delivers for one of its days. A day may have several versions; one of them is in effect. Lines are
-- stored before the end of a file is known: a file counts once its trailer has been checked, from then on it has a
-- version, and its lines never change.
create table core_file (
    file_id         bigint      generated always as identity primary key,
    accounting_date date        not null,
    act_id          text        not null,
    state           text        not null
                    check (state in ('LOADING', 'DISCARDED', 'PROPOSED', 'IN_EFFECT', 'REPLACED', 'REFUSED')),
    version         int         check (version > 0),
    lines           bigint      not null default 0 check (lines >= 0),
    done_count      bigint      not null default 0 check (done_count between 0 and lines),
    debit_fen       bigint      not null default 0 check (debit_fen >= 0),
    credit_fen      bigint      not null default 0 check (credit_fen >= 0),
    sm3             text        check (length(sm3) = 64),
    brought_by      text        not null,
    begun_at        timestamptz not null,
    loaded_at       timestamptz,
    decided_by      text,
    decided_at      timestamptz,
    -- Since when a reconciliation has compared with it: another version then takes two people.
    used_at         timestamptz,
    check ((version is null) = (state in ('LOADING', 'DISCARDED'))),
    check ((version is null) = (sm3 is null)),
    check ((version is null) = (loaded_at is null)),
    check ((decided_by is null) = (decided_at is null)),
    -- Who has brought a file does not decide on it.
    check (decided_by is null or decided_by <> brought_by)
);
create unique index core_file_act on core_file (accounting_date, act_id) where version is not null;
create unique index core_file_content on core_file (accounting_date, sm3) where version is not null;
create unique index core_file_version on core_file (accounting_date, version) where version is not null;
create unique index core_file_in_effect on core_file (accounting_date) where state = 'IN_EFFECT';
create index core_file_rest on core_file (begun_at) where state in ('LOADING', 'DISCARDED');

-- One booking of the core, or one refusal. Millions come with a file, so nothing refers to the file row by row.
create table core_line (
    file_id    bigint      not null,
    line_no    int         not null,
    request_id text        not null collate "C",
    kind       text        not null,
    amount_fen bigint      not null,
    state      text        not null,
    bank_ref   text        not null,
    wallet_id  text        not null,
    booked_at  timestamptz not null,
    primary key (file_id, line_no)
);
create index core_line_by_request on core_line (request_id);

-- How far an exchange or a payout is at the ledger: the book does not say of what posted nothing whose it was.
create table reconciliation_hold (
    business_id     text        primary key collate "C",
    state           text        not null check (state in ('HELD', 'CAPTURED', 'VOIDED')),
    accounting_date date        not null,
    at              timestamptz not null
);
create index reconciliation_hold_open on reconciliation_hold (accounting_date) where state in ('HELD', 'VOIDED');

-- How far the reconciliation of a day is. Each part of a step is one transaction, so whoever goes on after a crash
-- begins with the part that was under way.
create table reconciliation (
    accounting_date date        primary key,
    step            text        not null
                    check (step in ('LEDGER_DAY', 'PAYMENTS', 'CORE_FILE', 'CORE', 'SETTLE', 'DONE')),
    part            int         not null default 0 check (part >= 0),
    parts           int         not null default 1 check (parts > part),
    round           int         not null default 1 check (round > 0),
    file_id         bigint      references core_file,
    requested_by    text        not null,
    begun_at        timestamptz not null,
    ended_at        timestamptz,
    check ((step = 'DONE') = (ended_at is not null))
);
create index reconciliation_open on reconciliation (accounting_date) where step <> 'DONE';

-- What a part of a step has found: one row for everything that is the same on both sides, and one for each key that
-- is not.
create table reconciliation_found (
    accounting_date date   not null,
    pair            text   not null check (pair in ('PAYMENT_LEDGER', 'LEDGER_CORE')),
    part            int    not null,
    key             text   collate "C",
    mark            text   not null,
    reason          text,
    count           bigint not null,
    ours_count      bigint not null,
    ours_fen        bigint not null,
    theirs_count    bigint not null,
    theirs_fen      bigint not null,
    check ((key is null) = (mark = 'SAME'))
);
create index reconciliation_found_by_key on reconciliation_found (accounting_date, pair, key);

-- The sums of a day, counted apart from the comparison, which must come to the same. Adjustments are our own answer to
-- what was found, so nobody on the other side knows them.
create table reconciliation_total (
    accounting_date date   not null,
    pair            text   not null,
    ours_count      bigint not null,
    ours_fen        bigint not null,
    theirs_count    bigint not null,
    theirs_fen      bigint not null,
    adjusted_count  bigint not null,
    adjusted_fen    bigint not null,
    primary key (accounting_date, pair)
);

-- The work queue: what is not the same on both sides, and what became of it.
create table reconciliation_item (
    item_id         uuid        primary key default gen_random_uuid(),
    accounting_date date        not null,
    pair            text        not null check (pair in ('PAYMENT_LEDGER', 'LEDGER_CORE')),
    key             text        not null collate "C",
    mark            text        not null
                    check (mark in ('INIT', 'SAME', 'MORE', 'LESS', 'DIFF', 'SANF', 'FANS', 'EANS', 'EANF', 'PROC')),
    reason          text        not null,
    ours_count      bigint      not null,
    ours_fen        bigint      not null,
    theirs_count    bigint      not null,
    theirs_fen      bigint      not null,
    -- What is known of it besides: of the ledger's entry, and of the core's line.
    tx_type         text,
    business_id     text,
    entry_step      text,
    ours_kind       text,
    ours_wallet     text,
    clearing        text,
    theirs_kind     text,
    theirs_wallet   text,
    theirs_state    text,
    bank_ref        text,
    -- How many accepted files of the day say the same of it.
    evidence        int         not null default 0,
    state           text        not null check (state in ('OPEN', 'PROPOSED', 'CLEARED')),
    explanation     text        check (explanation in ('EXPLAINED', 'OTHER_DAY', 'SEE_OTHER_DAY', 'REMEDIED', 'ACCEPTED')),
    opened_at       timestamptz not null,
    cleared_at      timestamptz,
    unique (pair, accounting_date, key),
    check ((state = 'CLEARED') = (cleared_at is not null)),
    check ((state = 'CLEARED') = (explanation is not null))
);
create index reconciliation_item_open on reconciliation_item (opened_at, item_id) where state <> 'CLEARED';
create index reconciliation_item_by_time on reconciliation_item (opened_at, item_id);
create index reconciliation_item_by_day on reconciliation_item (accounting_date, opened_at, item_id);
create index reconciliation_item_by_key on reconciliation_item (pair, key);

-- What is to be done about an item. Money moves once it is ASKED, which takes a second person or what the rules allow
-- the suite itself.
create table remedy (
    item_id     uuid        not null references reconciliation_item,
    remedy_id   text        not null,
    kind        text        not null
                check (kind in ('BOOK_MISSING_CREDIT', 'BOOK_MISSING_DEBIT', 'ADJUST_DIFFERENCE', 'REVERSE', 'RE_QUERY',
                                'ACCEPT_WITH_REASON')),
    reason      text        not null,
    state       text        not null check (state in ('PROPOSED', 'REFUSED', 'ASKED', 'DONE', 'FAILED')),
    mark        text        not null,
    amount_fen  bigint      not null check (amount_fen >= 0),
    proposed_by text        not null,
    proposed_at timestamptz not null,
    decided_by  text,
    decided_at  timestamptz,
    -- What the ledger is asked, word for word, as often as it takes.
    business_id text        unique,
    wallet_id   text,
    request     text,
    asks        int         not null default 0,
    again_at    timestamptz,
    failure     text,
    ended_at    timestamptz,
    primary key (item_id, remedy_id),
    check ((state in ('DONE', 'FAILED', 'REFUSED')) = (ended_at is not null)),
    check (state <> 'ASKED' or (request is not null and again_at is not null)),
    -- Four eyes; alone acts only the suite, within its rules, and who merely looks again.
    check (decided_by is null or decided_by <> proposed_by or proposed_by = 'jiaozi' or kind = 'RE_QUERY')
);
create unique index remedy_open on remedy (item_id) where state in ('PROPOSED', 'ASKED');
create index remedy_unanswered on remedy (again_at) where state = 'ASKED';
