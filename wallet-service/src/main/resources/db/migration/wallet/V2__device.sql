-- Keys with which the apps of customers sign. A key is registered once, by one party, and revoked for ever.
create table device (
    party         text        not null,
    device_id     text        not null,
    name          text        not null,
    key_id        text        not null unique,
    public_key    text        not null,
    registered_at timestamptz not null,
    revoked_at    timestamptz,
    primary key (party, device_id)
);

-- Who did what to a device, and what the caller had shown besides a token. Written in the transaction of the act.
create table device_act (
    seq       bigint generated always as identity primary key,
    act       text        not null check (act in ('REGISTERED', 'REVOKED')),
    party     text        not null,
    device_id text        not null,
    key_id    text        not null,
    name      text        not null,
    factors   text[]      not null,
    at        timestamptz not null,
    foreign key (party, device_id) references device
);

-- A log of acts is written and read, never changed, whoever tries.
create function refuse_change() returns trigger language plpgsql as
$$
begin
    raise exception 'rows of % are never changed', tg_table_name;
end
$$;
create trigger device_act_is_append_only before update or delete or truncate on device_act
    for each statement execute function refuse_change();
