-- Payment PINs (支付密码). What is kept of one is the vault's: a peppered hash, or what an HSM gives out.
create table pin (
    wallet_id    varchar(34) primary key references wallet,
    kept         text        not null,
    set_at       timestamptz not null,
    locked_until timestamptz
);

-- Every PIN that was set, and by whom. digest tells a repeat from another PIN: SHA-256 of the encrypted block.
create table pin_setting (
    wallet_id  varchar(34) not null references wallet,
    setting_id text        not null,
    digest     text        not null,
    party      text        not null,
    factors    text[]      not null,
    set_at     timestamptz not null,
    primary key (wallet_id, setting_id)
);
create trigger pin_setting_is_append_only before update or delete or truncate on pin_setting
    for each statement execute function refuse_change();

-- Every try, in the order in which they were begun. Those that count are the wrong ones in a row, and those whose end
-- is not known.
create table pin_verification (
    wallet_id       varchar(34) not null references pin,
    verification_id text        not null,
    seq             bigint      generated always as identity,
    payment_id      text        not null,
    party           text        not null,
    digest          text        not null,
    state           text        not null check (state in ('OPEN', 'RIGHT', 'WRONG', 'UNREADABLE')),
    counts          boolean     not null,
    tries_left      int         not null check (tries_left >= 0),
    tried_at        timestamptz not null,
    ended_at        timestamptz,
    primary key (wallet_id, verification_id),
    check ((state = 'OPEN') = (ended_at is null)),
    check (not counts or state in ('OPEN', 'WRONG'))
);
create index pin_verification_wrong on pin_verification (wallet_id) where counts;
