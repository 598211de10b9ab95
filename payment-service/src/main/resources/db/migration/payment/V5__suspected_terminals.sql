-- A till that brings what is forged or used before is told of, once for each round of it.

create table suspected_terminal (
    -- As vouchers name it.
    party        text primary key,
    -- What it had brought until then has been told. Empty while nothing was.
    suspected_at timestamptz
);

create index voucher_batch_uploader on voucher_batch (uploader);
