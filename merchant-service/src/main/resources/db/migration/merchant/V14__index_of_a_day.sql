-- The legs of one account over a day are looked for when the day is over, and most accounts are nobody's who gets a
-- bill: two indexes that grow with each leg of the bank, at random places, cost more than the leg. They are made in one
-- pass over the day once it is complete.
drop index book_leg_debit;
drop index book_leg_credit;

-- Makes the first one that is missing, in the ledger's order; false where there is none to make.
create function index_book_day(day date) returns boolean language plpgsql as $$
declare
    legs text := 'book_leg_' || to_char(day, 'YYYYMMDD');
    side text;
begin
    foreach side in array array['debit', 'credit'] loop
        if to_regclass(legs) is not null and to_regclass(legs || '_' || side) is null then
            execute format('create index %I on %I (%I, shard, height, leg_no)', legs || '_' || side, legs, side);
            return true;
        end if;
    end loop;
    return false;
end $$;

select index_book_day(accounting_date) from bill_day cross join generate_series(1, 2);
