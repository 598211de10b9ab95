-- A store may have a corporate sub-wallet (子钱包) of its own. Whatever is kept of a wallet - its payouts, its days, its
-- bills - is the merchant's where store_no is empty, and else that store's.

-- Who names a wallet says where money goes: such a store is open once somebody else has agreed.
alter table outlet
    add column wallet_id               text,
    add column settlement_account_tail text check (settlement_account_tail ~ '^[0-9]{4}$'),
    add column state                   text not null default 'OPEN' check (state in ('PROPOSED', 'OPEN', 'REJECTED')),
    add column opened_by               text,
    add check (settlement_account_tail is null or wallet_id is not null),
    add check (state = 'OPEN' or wallet_id is not null),
    add check (wallet_id is null or opened_by is not null);
create unique index outlet_by_wallet on outlet (wallet_id) where state <> 'REJECTED';

alter table merchant_review
    add column store_no text,
    add foreign key (merchant_no, store_no) references outlet (merchant_no, store_no),
    drop constraint merchant_review_kind_check,
    drop constraint merchant_review_check,
    drop constraint merchant_review_check1,
    add check (kind in ('APPLICATION', 'REGRADE', 'STORE')),
    add check ((kind = 'STORE') = (store_no is not null)),
    add check ((kind = 'REGRADE') = (decision is null)),
    add check ((risk_grade is null) = (kind = 'STORE' or decision is not distinct from 'REJECTED'));
create unique index merchant_review_of_store on merchant_review (merchant_no, store_no) where kind = 'STORE';

create view payee_wallet as
    select merchant_no, '' as store_no, merchant_no as payee, wallet_id, settlement_account_tail as account_tail
    from merchant
    union all
    select merchant_no, store_no, merchant_no || '/' || store_no, wallet_id, settlement_account_tail
    from outlet where state = 'OPEN' and wallet_id is not null;

-- The store whose own wallet it moved.
alter table sale add column wallet_store text not null default '';

alter table payout add column store_no text not null default '';
alter table payout drop constraint payout_merchant_no_due_on_slot_key;
alter table payout add unique (merchant_no, store_no, due_on, slot);

alter table payout_turnover add column store_no text not null default '';
alter table payout_turnover drop constraint payout_turnover_pkey;
alter table payout_turnover add primary key (merchant_no, store_no);

alter table bill add column store_no text not null default '';
alter table merchant_day add column store_no text not null default '';
alter table bill drop constraint bill_merchant_no_accounting_date_fkey;
alter table bill drop constraint bill_merchant_no_accounting_date_kind_key;
alter table merchant_day drop constraint merchant_day_pkey;
alter table merchant_day add primary key (merchant_no, store_no, accounting_date);
alter table bill
    add unique (merchant_no, store_no, accounting_date, kind),
    add foreign key (merchant_no, store_no, accounting_date) references merchant_day;

create or replace function refuse_other_bill() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or new.state not in ('BUILT', 'WITHHELD')
        or row(new.merchant_no, new.store_no, new.accounting_date, new.kind, new.claim, new.built_at, new.rows,
               new.pieces, new.sums, new.body_sha256)
            is distinct from
           row(old.merchant_no, old.store_no, old.accounting_date, old.kind, old.claim, old.built_at, old.rows,
               old.pieces, old.sums, old.body_sha256)
    then
        raise exception 'the bill of a past day never changes' using errcode = 'restrict_violation';
    end if;
    return new;
end
$$;
