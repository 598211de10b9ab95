-- Which shard of the ledger this database is, and the slots whose accounts it keeps: remembered when its service starts for
-- the first time, and when the map gives it others (docs/adr/0022).
alter table shard
    add column number int check (number >= 0),
    add column slots text;
