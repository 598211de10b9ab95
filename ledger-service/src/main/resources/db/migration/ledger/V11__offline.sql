-- Reserves of purses' loads, and what holders owe for vouchers that no reserve covered.
alter table account drop constraint account_subject_check;
alter table account add constraint account_subject_check
    check (subject in ('CORE_CLEARING', 'WALLET', 'OFFLINE_RESERVE', 'OFFLINE_RECEIVABLE')) not valid;
alter table account validate constraint account_subject_check;

create or replace function stands_on_debit(subject text) returns boolean language sql immutable as $$
    select subject in ('CORE_CLEARING', 'OFFLINE_RECEIVABLE')
$$;
