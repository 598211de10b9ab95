-- What is measured every few seconds is counted without reading what is over.
create index judged_purse_suspected on judged_purse (suspected_at) where suspected_at is not null;
create index counter_gap_given_up on counter_gap (given_up_at) where given_up_at is not null;
