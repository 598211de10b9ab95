-- A day may be cut before its midnight, by a person.
alter table accounting_day add column cut_by text;

-- What merchants have paid the bank for payments.
alter table account drop constraint account_subject_check;
alter table account add constraint account_subject_check
    check (subject in ('CORE_CLEARING', 'WALLET', 'OFFLINE_RESERVE', 'OFFLINE_RECEIVABLE', 'FEE_INCOME')) not valid;
alter table account validate constraint account_subject_check;
