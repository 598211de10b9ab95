-- A terminal gets its one key by activation. What is deactivated never comes back, and its serial number is free again.

-- Every key that was ever registered, also a revoked one: none is accepted twice. act_id is that of the activation.
create table terminal_key (
    key_id        text        primary key,
    public_key    text        not null,
    act_id        text        not null,
    registered_at timestamptz not null
);

-- version counts the changes of state; it is the version of the key's announcements.
alter table terminal
    drop constraint terminal_serial_number_key,
    add column state               text   not null default 'BOUND' check (state in ('BOUND', 'ACTIVE', 'DEACTIVATED')),
    add column version             bigint not null default 0 check (version >= 0),
    add column key_id              text   unique references terminal_key,
    add column deactivated_at      timestamptz,
    add column deactivation_reason text,
    add check (case state when 'BOUND' then key_id is null when 'ACTIVE' then key_id is not null else true end),
    add check ((state = 'DEACTIVATED') = (deactivated_at is not null)),
    add check ((deactivated_at is null) = (deactivation_reason is null));

create unique index terminal_serial_number on terminal (serial_number) where state <> 'DEACTIVATED';

-- Of a code only its SHA-256 (hexadecimal) is kept. A new code voids the one before.
create table activation_code (
    terminal_id text        not null references terminal,
    act_id      text        not null,
    code_hash   text        not null check (length(code_hash) = 64),
    issued_at   timestamptz not null,
    expires_at  timestamptz not null check (expires_at > issued_at),
    wrong_tries int         not null default 0 check (wrong_tries between 0 and 5),
    voided_at   timestamptz,
    primary key (terminal_id, act_id)
);

create unique index activation_code_current on activation_code (terminal_id) where voided_at is null;

-- Who did what to which terminal, in the transaction that did it. Lines are added and never changed.
create table terminal_audit (
    line_no     bigint      generated always as identity primary key,
    terminal_id text        not null references terminal,
    what        text        not null
                check (what in ('BOUND', 'CODE_ISSUED', 'CODE_WRONG', 'CODE_LOCKED', 'ACTIVATED', 'DEACTIVATED')),
    who         text        not null,
    act_id      text,
    key_id      text,
    at          timestamptz not null
);

create index terminal_audit_by_terminal on terminal_audit (terminal_id, line_no);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'lines of % are never changed', tg_table_name using errcode = 'restrict_violation';
end
$$;

create trigger terminal_audit_is_append_only before update or delete or truncate on terminal_audit
    for each statement execute function refuse_change();
