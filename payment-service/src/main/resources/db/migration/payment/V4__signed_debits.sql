-- What a purse has signed counts also where nothing was paid for it: two debits with one counter prove that it has spent twice.

-- One row a debit whose payer's signature is good and of which a copy was not paid, with that copy. Another copy may be paid later.
create table signed_debit (
    id       bytea primary key,
    purse_id text  not null references judged_purse (purse_id),
    counter  int   not null check (counter > 0),
    previous bytea not null,
    batch_id uuid  not null,
    index    int   not null,
    foreign key (batch_id, index) references voucher_copy (batch_id, index)
);
create index signed_debit_counter on signed_debit (purse_id, counter);
