-- Vouchers are judged as they come out of their pieces, and what the ledger pays as it was asked to is written into its settlement alone.

-- Pieces of a whole batch wait here for their judge; those of a batch that is not whole come again.
alter table voucher_piece
    -- How many are in it; empty until it has arrived.
    add column vouchers  int check (vouchers >= 0),
    -- When its batch had become whole; empty before that, and after its vouchers were judged.
    add column queued_at timestamptz;
update voucher_piece set arrived = false, body = null where body is not null;
create index voucher_piece_queued on voucher_piece (queued_at, batch_id, number) where queued_at is not null;

-- A copy says from the beginning what becomes of it when the ledger pays.
update voucher_copy c
set verdict = v.verdict, bearer = v.bearer, flags = v.flags
from voucher v
where c.verdict is null and c.settlement_id is not null and v.batch_id = c.batch_id and v.index = c.index;
alter table voucher_copy set (fillfactor = 100);
-- Whoever inserts copies has their batch's piece in hand.
alter table voucher_copy drop constraint voucher_copy_batch_id_fkey;

-- A voucher is paid when its settlement is posted.
alter table voucher drop column settled;
alter table voucher set (fillfactor = 100);
-- Those of a settlement are found among those of its purse.
drop index voucher_settlement_id;
create index voucher_settlement_asked on voucher_settlement (purse_id) where state = 'ASKED';

-- What is final of a copy.
create view voucher_line as
select c.batch_id,
       c.index,
       c.voucher_id,
       c.amount_fen,
       case when s.state is distinct from 'ASKED' then c.verdict end   as verdict,
       case when s.state is distinct from 'ASKED' then c.bearer end    as bearer,
       case when s.state is distinct from 'ASKED' then c.flags else '' end as flags,
       case when s.state = 'POSTED' then c.amount_fen end              as paid_fen
from voucher_copy c
left join voucher_settlement s on s.id = c.settlement_id;
