-- What is announced together is one row, a fact a line: written, read and deleted at once, it leaves behind a handful of
-- dead rows where each fact left its own. A line is topic, key, whom it wakes, and the event, with tabs between.
create table announced (
    seq   bigint generated always as identity primary key,
    facts int         not null check (facts > 0),
    lines text        not null,
    at    timestamptz not null default clock_timestamp()
);
-- Compressing what lives for a moment is wasted.
alter table announced alter column lines set storage external;

insert into announced (facts, lines, at)
select 1, concat_ws(E'\t', topic, key, coalesce(wakes, ''), body), at from outbox order by seq;

drop table outbox;
alter table announced rename to outbox;
