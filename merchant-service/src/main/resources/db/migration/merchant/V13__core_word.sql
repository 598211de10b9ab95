-- What the core has said of a request when somebody asked it again (再查询), newer than any of its files.
alter table reconciliation_item
    add column core_word        text check (core_word in ('DONE', 'RETURNED', 'REFUSED', 'NOT_FOUND', 'UNKNOWN')),
    add column core_ref         text,
    add column core_answered_at timestamptz,
    add check ((core_word is null) = (core_answered_at is null));
