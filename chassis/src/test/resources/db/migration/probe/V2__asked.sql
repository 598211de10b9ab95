-- What the ledger was asked and has not answered, as every service has it that asks the ledger.
create table asked (
    business_id text        not null,
    step        text        not null,
    key         text        not null,
    request     text        not null,
    asks        int         not null default 1,
    again_at    timestamptz not null,
    primary key (business_id, step)
);
create index asked_again on asked (again_at);
