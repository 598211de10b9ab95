-- What a group holds is the sum over its members, and nearly every group has one: reading that one account is enough, and
-- no posting writes to the group any more.
alter table cap_group add column members bigint not null default 0 check (members >= 0);
update cap_group g set members = (select count(*) from account a where a.group_id = g.id);
alter table cap_group alter column members drop default, drop column used_fen;

-- Every batch writes here and every round of the relay deletes; what is dead must not be walked over for long.
alter table outbox set (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
    autovacuum_vacuum_insert_threshold = -1, autovacuum_vacuum_cost_delay = 0);
