-- What the bank has advanced for refunds of merchants whose wallets were empty.
alter table account drop constraint account_subject_check;
alter table account add constraint account_subject_check
    check (subject in ('CORE_CLEARING', 'WALLET', 'OFFLINE_RESERVE', 'OFFLINE_RECEIVABLE', 'MERCHANT_RECEIVABLE',
                       'FEE_INCOME')) not valid;
alter table account validate constraint account_subject_check;

create or replace function stands_on_debit(subject text) returns boolean language sql immutable as $$
    select subject in ('CORE_CLEARING', 'OFFLINE_RECEIVABLE', 'MERCHANT_RECEIVABLE')
$$;
