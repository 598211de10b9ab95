-- Bills: files of a day that is complete, made once and kept as they are.

-- What the trade bill says beyond what was needed before.
alter table sale
    add column terminal_id   text,
    add column pay_mode      text,
    add column refund_no     text,
    add column goods         text,
    add column attach        text,
    add column voucher_count int check (voucher_count > 0);

-- The legs of one account over a day, in the ledger's order, without a look at anybody else's.
create index book_leg_debit on book_leg (debit, accounting_date, shard, height, leg_no);
create index book_leg_credit on book_leg (credit, accounting_date, shard, height, leg_no);

-- Headers that the ledger has published; those that a day names are kept, older ones go.
create table ledger_checkpoint (
    shard     smallint not null check (shard >= 0),
    number    bigint   not null check (number > 0),
    ledger    text     not null,
    hash      text     not null,
    header    text     not null,
    signature text     not null,
    primary key (shard, number)
);

-- A day that is complete. Its merchants are counted in the order of their numbers, some at a time.
create table bill_day (
    accounting_date date        primary key,
    closed_at       timestamptz not null,
    after_merchant  text        not null default '',
    counted_at      timestamptz
);

-- The published header at or after the day's last block, of each shard.
create table bill_day_checkpoint (
    accounting_date date     not null references bill_day,
    shard           smallint not null,
    ledger          text     not null,
    number          bigint   not null,
    hash            text     not null,
    header          text     not null,
    signature       text     not null,
    primary key (accounting_date, shard)
);

-- The wallet of each merchant over the day. A flaw says what does not add up: then there is no bill.
create table merchant_day (
    merchant_no     text   not null references merchant,
    accounting_date date   not null references bill_day,
    wallet_id       text   not null,
    opening_fen     bigint not null,
    in_count        bigint not null check (in_count >= 0),
    in_fen          bigint not null check (in_fen >= 0),
    out_count       bigint not null check (out_count >= 0),
    out_fen         bigint not null check (out_fen >= 0),
    closing_fen     bigint not null,
    flaw            text,
    primary key (merchant_no, accounting_date),
    check (opening_fen + in_fen - out_fen = closing_fen)
);
create index merchant_day_flawed on merchant_day (accounting_date) where flaw is not null;

-- WANTED until it is made; FLAWED where its rows contradict the day; WITHHELD where what is kept, or its rows, have
-- changed since. claim is of whoever makes it, and of the pieces that count.
create table bill (
    bill_id         uuid        primary key,
    merchant_no     text        not null,
    accounting_date date        not null,
    kind            text        not null,
    state           text        not null check (state in ('WANTED', 'BUILT', 'FLAWED', 'WITHHELD')),
    claim           uuid,
    claimed_until   timestamptz,
    wanted_at       timestamptz not null,
    built_at        timestamptz,
    proved_at       timestamptz,
    rows            bigint      check (rows >= 0),
    pieces          int         check (pieces >= 0),
    -- Names and sums in fen, as JSON.
    sums            text,
    -- Of the file without its closing line, in hexadecimal.
    body_sha256     text,
    flaw            text,
    foreign key (merchant_no, accounting_date) references merchant_day,
    unique (merchant_no, accounting_date, kind),
    check (state <> 'BUILT' or (claim is not null and built_at is not null and rows is not null
        and pieces is not null and sums is not null and body_sha256 is not null)),
    check ((state in ('FLAWED', 'WITHHELD')) = (flaw is not null))
);
create index bill_wanted on bill (wanted_at) where state = 'WANTED';
create index bill_unproved on bill (built_at) where state = 'BUILT' and proved_at is null;
create index bill_in_trouble on bill (accounting_date) where state in ('FLAWED', 'WITHHELD');

-- The file without its closing line, deflated piece by piece; each piece has the digest of its bytes as they lie here.
create table bill_piece (
    bill_id uuid  not null references bill,
    claim   uuid  not null,
    no      int   not null check (no >= 0),
    length  int   not null check (length > 0),
    sha256  bytea not null,
    bytes   bytea not null,
    primary key (bill_id, claim, no)
);
alter table bill_piece alter column bytes set storage external;

-- What the file is like in one encoding and one way of keeping digits: made of the pieces, never of the rows again.
create table bill_rendition (
    bill_id     uuid        not null references bill,
    charset     text        not null check (charset in ('UTF-8', 'GB18030')),
    digits      text        not null check (digits in ('TAB', 'BACKTICK')),
    wanted_at   timestamptz not null,
    ready_at    timestamptz,
    length      bigint,
    body_sha256 text,
    sha256      text,
    sm3         text,
    primary key (bill_id, charset, digits),
    check (num_nulls(ready_at, length, body_sha256, sha256, sm3) in (0, 5))
);
create index bill_rendition_wanted on bill_rendition (wanted_at) where ready_at is null;

-- A download, good once and for a short time. Of its secret only the SHA-256 is kept.
create table bill_download (
    secret_hash text        primary key check (length(secret_hash) = 64),
    bill_id     uuid        not null references bill,
    charset     text        not null,
    digits      text        not null,
    gzip        boolean     not null,
    expires_at  timestamptz not null,
    used_at     timestamptz
);
create index bill_download_expires on bill_download (expires_at);

-- A bill that is made stays as it is: it can only be withheld, or be proved once more.
create function refuse_other_bill() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or new.state not in ('BUILT', 'WITHHELD')
        or row(new.merchant_no, new.accounting_date, new.kind, new.claim, new.built_at, new.rows, new.pieces, new.sums,
               new.body_sha256)
            is distinct from
           row(old.merchant_no, old.accounting_date, old.kind, old.claim, old.built_at, old.rows, old.pieces, old.sums,
               old.body_sha256)
    then
        raise exception 'the bill of a past day never changes' using errcode = 'restrict_violation';
    end if;
    return new;
end
$$;
create trigger bill_never_changes before update or delete on bill
    for each row when (old.state in ('BUILT', 'WITHHELD')) execute function refuse_other_bill();
create trigger bill_piece_never_changes before update on bill_piece
    for each statement execute function refuse_change();
