-- When a leg was booked, block range by block range: some bytes for every two hundred legs, and nothing at random places.
-- A receipt's legs are looked for around the moment at which they were told of.
create index book_leg_at on book_leg using brin (at) with (pages_per_range = 32, autosummarize = on);
