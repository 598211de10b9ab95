-- Counters (柜面) and kiosks (自助机), where cash becomes e-CNY and back; account_no is that of their cash at the core.
create table counter (
    counter_id     text        primary key,
    kind           text        not null check (kind in ('COUNTER', 'KIOSK')),
    account_no     text        not null,
    registered_by  text        not null,
    registered_at  timestamptz not null,
    closed_by      text,
    closing_reason text,
    closed_at      timestamptz,
    check ((closed_at is null) = (closed_by is null)),
    check ((closed_at is null) = (closing_reason is null))
);

-- The counter against whose cash an exchange goes, and the clerk or machine that asked; none where it goes against
-- the holder's bank account. The party of such an exchange is the counter, whose ids these are.
alter table exchange
    add column counter_id text references counter,
    add column clerk      text,
    add check ((counter_id is null) = (clerk is null));
