-- Puts accounts and a history of transfers into an empty ledger, as if they had been asked for one by one: every
-- counter, every running balance and every height is what the ledger itself would have written, so that its invariants
-- hold.
-- `bench.accounts` and `bench.transfers` say how many. The first transfers fund one account each; after them the even
-- accounts pay the odd ones one fen, and get it back in the next turn. What was said is left empty: nobody asks again.
begin;

select from shard for update;

create temporary table preload on commit drop as
select height, account_count as account, group_count, accounts, least(accounts, transfers) as funding,
    greatest(transfers - accounts, 0) as payments, accounts / 2 as pairs, 1000000000::bigint as funds_fen
from shard
cross join (select current_setting('bench.accounts')::bigint as accounts,
                current_setting('bench.transfers')::bigint as transfers) as asked;

-- Each step makes the partition after it as well.
select add_journal_partitions(upto)
from preload
cross join generate_series(height, height + funding + payments, 10000000) as upto;

-- How often the account of each number has paid and was paid.
create temporary table standing on commit drop as
select n, case when n < funding then funds_fen else 0 end as funded_fen,
    case when n % 2 = 0 then (turns + 1) / 2 else turns / 2 end as paid,
    case when n % 2 = 0 then turns / 2 else (turns + 1) / 2 end as was_paid
from preload
cross join lateral (
    select n, case when n / 2 >= pairs then 0 else payments / pairs + (n / 2 < payments % pairs)::int end as turns
    from generate_series(0, accounts - 1) as n
) as numbered;

insert into cap_group (id, name, cap_fen, version, capped_height, members)
select group_count + 1 + n, 'wallet:' || lpad(n::text, 16, '0'), null, -1, height, 1
from preload
cross join standing
order by n;

insert into account (
    id, address, subject, operator, branch_code, owner, group_id, floor_fen, debit_frozen, credit_frozen,
    constraint_version, constrained_height, opened_at, debits_posted, credits_posted, debits_pending, credits_pending)
select account + 1 + n, 'wallet:' || lpad(n::text, 16, '0') || ':available', 'WALLET', '102', '0200', 'party-' || n,
    group_count + 1 + n, 0, false, false, -1, height, now(), paid, funded_fen + was_paid, 0, 0
from preload
cross join standing
order by n;

insert into account (
    id, address, subject, operator, branch_code, owner, group_id, floor_fen, debit_frozen, credit_frozen,
    constraint_version, constrained_height, opened_at, debits_posted, credits_posted, debits_pending, credits_pending)
select account + 1 + accounts, 'core:history:clearing', 'CORE_CLEARING', '102', 'history', null, null, null, false,
    false, -1, height, now(), funding * funds_fen, 0, 0, 0
from preload;

-- An index is faster made whole than row by row.
drop index journal_debit;
drop index journal_credit;

insert into journal (
    height, leg_no, kind, tx_type, debit_account, credit_account, amount_fen, may_exceed_cap, debit_balance_fen,
    credit_balance_fen, business_id, step, attempt, payer_operator, payee_operator, branch_code, requested_at,
    authorized_at, ref_height, accounting_date, at)
select height + 1 + n, 1, 'POST', 'EXCHANGE_IN', account + 1 + accounts, account + 1 + n, funds_fen, false,
    (n + 1) * funds_fen, funds_fen, 'history:' || lpad((height + 1 + n)::text, 20, '0'), 'post', 1, '102', '102',
    '0200', now(), now(), null, (now() at time zone 'Asia/Shanghai')::date, now()
from preload
cross join lateral generate_series(0, funding - 1) as n;

-- In a first turn the even accounts pay, in a second one the odd ones, and so on.
insert into journal (
    height, leg_no, kind, tx_type, debit_account, credit_account, amount_fen, may_exceed_cap, debit_balance_fen,
    credit_balance_fen, business_id, step, attempt, payer_operator, payee_operator, branch_code, requested_at,
    authorized_at, ref_height, accounting_date, at)
select height + 1 + funding + n, 1, 'POST', 'P2P', account + 1 + 2 * (n % pairs) + n / pairs % 2,
    account + 2 + 2 * (n % pairs) - n / pairs % 2, 1, false,
    funds_fen - 1 + n / pairs % 2, funds_fen + 1 - n / pairs % 2,
    'history:' || lpad((height + 1 + funding + n)::text, 20, '0'), 'post', 1, '102', '102', '0200', now(), now(), null,
    (now() at time zone 'Asia/Shanghai')::date, now()
from preload
cross join lateral generate_series(0, payments - 1) as n;

create index journal_debit on journal (debit_account, height);
create index journal_credit on journal (credit_account, height);

insert into outcome (business_id, step, attempt, kind, height, request, answer, decided_at)
select 'history:' || lpad(n::text, 20, '0'), 'post', 1, 'POSTED', n, '', '', now()
from preload
cross join lateral generate_series(height + 1, height + funding + payments) as n;

update shard s set
    height = s.height + funding + payments,
    account_count = account_count + accounts + 1,
    group_count = s.group_count + accounts,
    accounting_date = (now() at time zone 'Asia/Shanghai')::date
from preload;

-- What the continuous audit would have counted by now.
insert into audited_balance (
    account_id, debits_posted, credits_posted, debits_pending, credits_pending, stands_on_debit)
select id, debits_posted, credits_posted, debits_pending, credits_pending, stands_on_debit(subject) from account
order by id
on conflict (account_id) do update set
    debits_posted = excluded.debits_posted, credits_posted = excluded.credits_posted,
    debits_pending = excluded.debits_pending, credits_pending = excluded.credits_pending;
update audit_progress set height = s.height, account = s.account_count from shard s;

commit;
