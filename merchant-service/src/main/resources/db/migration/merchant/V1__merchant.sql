-- Who sells, and where; what was sold, by payment.

create sequence merchant_serial maxvalue 9999999;
create sequence terminal_serial maxvalue 99999999;

create table merchant (
    merchant_no   text        primary key,
    requested_by  text        not null,
    act_id        text        not null,
    name          text        not null,
    mcc           text        not null,
    uscc          text        not null,
    wallet_id     text        not null,
    party         text        not null,
    branch_code   text        not null,
    state         text        not null check (state in ('ACTIVE')),
    version       bigint      not null check (version > 0),
    last_outlet   int         not null default 0,
    registered_at timestamptz not null,
    unique (requested_by, act_id)
);
-- One credit code, one active merchant.
create unique index merchant_uscc on merchant (uscc) where state = 'ACTIVE';

-- A merchant's store (门店); the word store has another meaning in this code.
create table outlet (
    merchant_no text        not null references merchant (merchant_no),
    store_no    text        not null,
    act_id      text        not null,
    name        text        not null,
    address     text,
    version     bigint      not null check (version > 0),
    opened_at   timestamptz not null,
    primary key (merchant_no, store_no),
    unique (merchant_no, act_id)
);

create table terminal (
    terminal_id   text        primary key,
    merchant_no   text        not null,
    store_no      text        not null,
    act_id        text        not null,
    serial_number text        not null unique,
    kind          text        not null check (kind in ('POS', 'QR_BOX', 'KIOSK', 'SOFTPOS')),
    location      text        not null,
    bound_at      timestamptz not null,
    unique (merchant_no, store_no, act_id),
    foreign key (merchant_no, store_no) references outlet (merchant_no, store_no)
);

-- A line for each payment of an order and each of its refunds; the amount of a refund is negative.
create table sale (
    business_id         text        primary key,
    payment_business_id text        not null,
    merchant_no         text        not null,
    store_no            text,
    order_id            text        not null,
    kind                text        not null check (kind in ('SALE', 'REFUND')),
    payer_wallet_tail   text        not null,
    payer_operator      text        not null,
    amount_fen          bigint      not null,
    accounting_date     date        not null,
    at                  timestamptz not null,
    check ((kind = 'SALE') = (amount_fen > 0) and amount_fen <> 0)
);
create index sale_by_day on sale (merchant_no, accounting_date, at, business_id);
create index sale_newest on sale (at);
