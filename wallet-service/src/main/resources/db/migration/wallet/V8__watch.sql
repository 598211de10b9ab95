-- For what is watched every few seconds: purses that wait for a decision, and closed loads whose rest has not returned.
create index purse_blocked on purse (purse_id) where state = 'BLOCKED';
create index load_unsettled on load (closed_at) where closed_at is not null and released_at is null;
