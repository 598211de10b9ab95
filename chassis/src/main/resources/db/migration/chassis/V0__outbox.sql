-- Facts that wait for Kafka. Written in the transaction that makes them true, deleted when Kafka has them.
create table outbox (
    seq   bigint generated always as identity primary key,
    topic text        not null,
    key   text        not null,
    body  text        not null,
    wakes text,
    at    timestamptz not null default clock_timestamp()
);
