-- What the probe has heard, and the acts that it was asked for.
create table heard (
    id   text primary key,
    note text not null check (note <> 'forbidden')
);
create table act (
    id       text    primary key,
    finished boolean not null
);
