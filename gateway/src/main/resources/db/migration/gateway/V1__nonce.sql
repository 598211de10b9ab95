-- Signed requests that have been seen. The gateway keeps nothing else.

create table request_nonce (
    key_id  text        not null,
    nonce   text        not null,
    seen_at timestamptz not null,
    primary key (key_id, nonce)
);
create index request_nonce_seen on request_nonce (seen_at);

-- A crash of the server may lose what it was shown within the last second: a request that is repeated after that finds
-- its act and does nothing. Waiting for the disk at every request would buy no more.
do $$
begin
    execute format('alter database %I set synchronous_commit = off', current_database());
end
$$;
