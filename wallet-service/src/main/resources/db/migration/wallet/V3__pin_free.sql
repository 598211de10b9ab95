-- What a customer allows to be paid without a factor (小额免密), and how much of it was used; off where there is no row.
create table pin_free (
    wallet_id  varchar(34) primary key references wallet,
    single_fen bigint      not null check (single_fen >= 0),
    daily_fen  bigint      not null check (daily_fen >= 0)
);

create table pin_free_change (
    seq        bigint generated always as identity primary key,
    wallet_id  varchar(34) not null references wallet,
    single_fen bigint      not null,
    daily_fen  bigint      not null,
    party      text        not null,
    factors    text[]      not null,
    at         timestamptz not null
);
create trigger pin_free_change_is_append_only before update or delete or truncate on pin_free_change
    for each statement execute function refuse_change();

alter table payment_authorization
    add column pin_free boolean not null default false,
    add check (counted or not pin_free);

-- Always: the sum and the number of the pin_free authorizations of that wallet and day that are not RELEASED.
alter table spending
    add column pin_free_fen   bigint not null default 0,
    add column pin_free_count int    not null default 0,
    add check (pin_free_fen between 0 and spent_fen),
    add check (pin_free_count >= 0);
