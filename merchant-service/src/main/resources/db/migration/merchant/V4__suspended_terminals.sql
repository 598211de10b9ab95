-- A terminal that has brought forged or used vouchers is suspended until an operator takes it back. It keeps its key.

-- suspected_at is the newest suspicion that was heard: none that is as old suspends the terminal again.
alter table terminal
    drop constraint terminal_state_check,
    add constraint terminal_state_check check (state in ('BOUND', 'ACTIVE', 'SUSPENDED', 'DEACTIVATED')),
    add column suspected_at timestamptz,
    add constraint terminal_suspended_check
        check (state <> 'SUSPENDED' or (key_id is not null and suspected_at is not null));

alter table terminal_audit
    drop constraint terminal_audit_what_check,
    add constraint terminal_audit_what_check
        check (what in ('BOUND', 'CODE_ISSUED', 'CODE_WRONG', 'CODE_LOCKED', 'ACTIVATED', 'DEACTIVATED', 'CERTIFIED',
                        'SUSPENDED', 'REACTIVATED'));
