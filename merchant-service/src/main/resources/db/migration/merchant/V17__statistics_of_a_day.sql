-- A day that was filled a moment ago has no statistics yet, and a plan that is made without them reads a large
-- merchant's legs one by one. They are taken when both indexes are made, with those of what is sold.
create or replace function index_book_day(day date) returns boolean language plpgsql as $$
declare
    legs text := 'book_leg_' || to_char(day, 'YYYYMMDD');
    side text;
begin
    foreach side in array array['debit', 'credit'] loop
        if to_regclass(legs) is not null and to_regclass(legs || '_' || side) is null then
            execute format('create index %I on %I (%I, shard, height, leg_no)', legs || '_' || side, legs, side);
            if side = 'credit' then
                execute format('analyze %I', legs);
                analyze sale;
            end if;
            return true;
        end if;
    end loop;
    return false;
end $$;
