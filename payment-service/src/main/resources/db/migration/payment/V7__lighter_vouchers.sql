-- Less to write for each voucher: a copy is changed twice, and each change went into every index.

-- A batch knows when it had come; its copies need not say it again.
create index voucher_batch_received on voucher_batch (received_at);
drop index voucher_copy_waiting;
drop index voucher_copy_look;
drop index voucher_copy_settling;
alter table voucher_copy drop column received_at;

-- Columns that a paid copy's end does not change, so that it touches no index.
alter table voucher_copy
    add column waits boolean not null generated always as (verdict is null and settlement_id is null) stored,
    -- What it accuses its till of.
    add column accuses boolean not null generated always as (verdict is not null and verdict in ('FORGED', 'REPLAY_NONCE', 'REPLAY_WRONG_PAYEE')) stored;
create index voucher_copy_waiting on voucher_copy (purse_id) where waits;
create index voucher_copy_look on voucher_copy (look_at) where waits;
create index voucher_copy_accusing on voucher_copy (batch_id) where accuses;
alter table voucher_copy set (fillfactor = 60);

-- Their purse is locked by whoever writes them, in the transaction that has found the copy.
alter table voucher drop constraint voucher_batch_id_index_fkey;
alter table voucher drop constraint voucher_purse_id_fkey;
drop index voucher_slot;
drop index voucher_counter;
-- Of a counter one voucher holds the slot.
create unique index voucher_counter on voucher (purse_id, counter, (case when holds_slot then ''::bytea else id end));
alter table voucher set (fillfactor = 80);
