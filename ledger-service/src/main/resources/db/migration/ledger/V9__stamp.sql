-- A ledger-service remembers the accounts that moved lately as long as this number is the one that its last batch has put
-- there. Whoever else writes to accounts or groups, by whatever means, makes it another one (docs/adr/0023).
alter table shard add column stamp bigint not null default 0;

create function forget_accounts() returns trigger language plpgsql as $$
begin
    if current_setting('jiaozi.batch', true) is distinct from 'on' then
        update shard set stamp = (random() * 9e18)::bigint;
    end if;
    return null;
end $$;

create trigger account_forgotten after insert or update or delete or truncate on account
    for each statement execute function forget_accounts();
create trigger group_forgotten after insert or update or delete or truncate on cap_group
    for each statement execute function forget_accounts();
