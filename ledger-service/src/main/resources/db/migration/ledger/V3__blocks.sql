-- Every batch closes a block over its entries: SM3 hashes alone, chained and signed by the operator (docs/ledger.md).
-- Entries from before the chain belong to no block.
create table block (
    number    bigint primary key check (number > 0),
    first     bigint not null check (first > 0),
    last      bigint not null check (last >= first),
    header    text   not null,
    signature text   not null,
    -- Opens what the block's entries commit to; where it is deleted, that stays hidden for ever.
    secret    bytea  check (length(secret) = 32)
);
create unique index block_last on block (last);

-- The tree over the headers of all blocks: the roots of its complete subtrees. Level 0 are the headers' hashes.
create table block_node (
    level smallint not null,
    index bigint   not null,
    hash  bytea    not null check (length(hash) = 32),
    primary key (level, index)
);

-- The chain's end: the hash of the last header, and what is needed to append to the tree.
alter table shard
    add column block_number bigint not null default 0,
    add column block_hash bytea not null default decode(repeat('00', 32), 'hex') check (length(block_hash) = 32),
    add column frontier bytea not null default ''::bytea;

-- Headers that were published where the bank cannot take them back.
create table checkpoint (
    number bigint primary key references block,
    at     timestamptz not null
);
