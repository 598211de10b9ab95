-- What merchant-service wants to know of the core about a transfer that a discrepancy is about. tries counts the calls;
-- next_try_at is empty once there is an answer, which stays what it is however often it is asked for.
create table core_query (
    business_id  text        primary key,
    request_id   text        not null,
    requested_at timestamptz not null,
    tries        int         not null default 0 check (tries >= 0),
    next_try_at  timestamptz,
    word         text        check (word in ('DONE', 'RETURNED', 'REFUSED', 'NOT_FOUND', 'UNKNOWN')),
    bank_ref     text,
    reason       text,
    answered_at  timestamptz,
    check ((word is null) = (answered_at is null)),
    check ((word is null) = (next_try_at is not null))
);
create index core_query_due on core_query (next_try_at) where next_try_at is not null;

create index bank_return_by_request on bank_return (request_id);
