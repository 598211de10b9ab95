-- Whether the ledger is to be asked for a limit. To compare the limit with what was asked for last is not enough: one that
-- went up and came back before anybody looked has opened an account in between.
alter table merchant add column advance_to_ask boolean not null default false;
update merchant set advance_to_ask = true where advance_fen <> advance_asked_fen;
drop index merchant_advance_to_ask;
alter table merchant drop column advance_asked_fen;
create index merchant_advance_to_ask on merchant (merchant_no) where advance_to_ask;
