-- A merchant is applied for by one operator and reviewed by another; it can be suspended, taken back and closed.

-- Whoever was registered before is active without a review: its category is what its credit code says, its licence is
-- that code, and neither its legal representative nor the account of its payouts was ever asked for. version is 0 until
-- others hear of it.
alter table merchant
    drop constraint merchant_state_check,
    drop constraint merchant_version_check,
    add column licence_no              text,
    add column legal_representative    text,
    add column category                text,
    add column wallet_class            text,
    add column settlement_account_tail text check (settlement_account_tail ~ '^[0-9]{4}$'),
    add column risk_grade              text check (risk_grade in ('A', 'B', 'C', 'D')),
    add column state_by                text,
    add column state_reason            text,
    add column state_at                timestamptz,
    add constraint merchant_state_check
        check (state in ('APPLIED', 'ACTIVE', 'SUSPENDED', 'CLOSED', 'REJECTED')),
    add constraint merchant_version_check
        check (version >= 0 and (version = 0) = (state in ('APPLIED', 'REJECTED')));

update merchant
set licence_no = uscc,
    category = case left(uscc, 2)
                   when '91' then 'ENTERPRISE' when '92' then 'SOLE_PROPRIETOR' when '93' then 'COOPERATIVE'
                   else 'INSTITUTION' end,
    wallet_class = case substr(wallet_id, 4, 1) when '0' then 'CLASS_II' else 'CORPORATE' end,
    state_by = requested_by,
    state_at = registered_at;

alter table merchant
    alter column licence_no set not null,
    alter column category set not null,
    alter column wallet_class set not null,
    alter column state_by set not null,
    alter column state_at set not null,
    add check (category in ('ENTERPRISE', 'SOLE_PROPRIETOR', 'COOPERATIVE', 'INSTITUTION')),
    add check (wallet_class in ('CLASS_II', 'CORPORATE')),
    add check (state not in ('SUSPENDED', 'REJECTED', 'CLOSED') or state_reason is not null);

-- One credit code, one merchant; who was rejected or closed may apply again.
drop index merchant_uscc;
create unique index merchant_uscc on merchant (uscc) where state in ('APPLIED', 'ACTIVE', 'SUSPENDED');
create index merchant_by_state on merchant (state, merchant_no);

-- What operators have decided about a merchant. Never changed.
create table merchant_review (
    merchant_no text        not null references merchant (merchant_no),
    reviewed_by text        not null,
    act_id      text        not null,
    kind        text        not null check (kind in ('APPLICATION', 'REGRADE')),
    decision    text        check (decision in ('APPROVED', 'REJECTED')),
    risk_grade  text        check (risk_grade in ('A', 'B', 'C', 'D')),
    reason      text,
    at          timestamptz not null,
    primary key (merchant_no, reviewed_by, act_id),
    check ((kind = 'APPLICATION') = (decision is not null)),
    check ((risk_grade is null) = (decision is not distinct from 'REJECTED')),
    check (decision is not distinct from 'APPROVED' or reason is not null)
);

-- An application is decided once.
create unique index merchant_review_of_application on merchant_review (merchant_no) where kind = 'APPLICATION';

create trigger merchant_review_is_append_only before update or delete or truncate on merchant_review
    for each statement execute function refuse_change();

-- The five elements that a terminal is bound to (notice 259 of the PBoC, 2021): its acquirer, merchant, credit code,
-- settlement account and location, as they were when it was bound. They change by binding it anew and never else.
alter table terminal
    add column acquirer                text,
    add column uscc                    text,
    add column settlement_account_tail text check (settlement_account_tail ~ '^[0-9]{4}$');

update terminal t
set acquirer = left(t.merchant_no, 3), uscc = m.uscc
from merchant m
where m.merchant_no = t.merchant_no;

alter table terminal
    alter column acquirer set not null,
    alter column uscc set not null,
    add check (acquirer ~ '^[0-9]{3}$');
