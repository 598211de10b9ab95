-- A terminal takes payments without a network under a certificate. It is kept with those above it, so that a repeat is
-- told the same when the authority has changed.
create table terminal_certificate (
    terminal_id text        not null references terminal,
    act_id      text        not null,
    key_id      text        not null references terminal_key,
    serial      text        not null unique check (length(serial) = 32),
    certificate text        not null,
    operator    text        not null,
    root        text        not null,
    not_before  timestamptz not null,
    not_after   timestamptz not null check (not_after > not_before),
    primary key (terminal_id, act_id)
);

alter table terminal_audit
    drop constraint terminal_audit_what_check,
    add constraint terminal_audit_what_check
        check (what in ('BOUND', 'CODE_ISSUED', 'CODE_WRONG', 'CODE_LOCKED', 'ACTIVATED', 'DEACTIVATED', 'CERTIFIED'));
