-- The continuous audit: what the journal says that every account must show, counted on by the auditor alone from entry
-- to entry; and what it has found.
create table audited_balance (
    account_id      bigint primary key,
    debits_posted   bigint not null,
    credits_posted  bigint not null,
    debits_pending  bigint not null,
    credits_pending bigint not null
);

create table audit_progress (
    id     smallint primary key default 1 check (id = 1),
    height bigint not null default 0,
    block  bigint not null default 0
);
insert into audit_progress default values;

create table finding (
    number     bigint generated always as identity primary key,
    kind       text        not null,
    block      bigint,
    height     bigint,
    address    text,
    detail     text        not null,
    found_at   timestamptz not null,
    settled_at timestamptz
);
create unique index finding_open on finding (kind, coalesce(address, ''), coalesce(block, 0)) where settled_at is null;

-- Two people settle a finding; one alone cannot.
create table finding_release (
    number bigint      not null references finding,
    id     text        not null,
    party  text        not null,
    note   text        not null,
    at     timestamptz not null,
    primary key (party, id),
    unique (number, party)
);

alter table shard add column stopped boolean not null default false;
alter table account add column quarantined boolean not null default false;
