-- One log of who did what in this service, whatever it was done to; until now terminals alone had one.

-- merchant_no is whose line it is, null for what belongs to no merchant. Lines are added in the transaction of the act
-- and never changed.
create table audit_line (
    line_no     bigint      generated always as identity primary key,
    subject     text        not null check (subject ~ '^[a-z-]+:[^[:space:]]+$'),
    merchant_no text,
    what        text        not null check (what ~ '^[A-Z_]+$'),
    who         text        not null check (who <> ''),
    act_id      text,
    detail      jsonb       not null check (jsonb_typeof(detail) = 'object'),
    at          timestamptz not null
);

create index audit_line_by_subject on audit_line (subject, line_no);
create index audit_line_by_merchant on audit_line (merchant_no, line_no) where merchant_no is not null;

insert into audit_line (subject, merchant_no, what, who, act_id, detail, at)
select 'terminal:' || a.terminal_id, t.merchant_no, a.what, a.who, a.act_id,
       jsonb_strip_nulls(jsonb_build_object('keyId', a.key_id)), a.at
from terminal_audit a join terminal t using (terminal_id)
order by a.line_no;

drop table terminal_audit;

create trigger audit_line_is_append_only before update or delete or truncate on audit_line
    for each statement execute function refuse_change();
