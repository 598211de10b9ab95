-- One journal of one row a leg, with what its entry says and the balances that it left, in place of four tables: half the
-- rows and a third of the index entries of a transfer. It is partitioned by height, so that what is old can be archived
-- whole; nothing in it is unique for ever, that is `outcome`'s (docs/adr/0019).
create table journal (
    height             bigint      not null check (height > 0),
    leg_no             int         not null check (leg_no > 0),
    attempt            int         not null check (attempt > 0),
    debit_account      bigint      not null,
    credit_account     bigint      not null check (credit_account <> debit_account),
    amount_fen         bigint      not null check (amount_fen > 0),
    debit_balance_fen  bigint      not null,
    credit_balance_fen bigint      not null,
    ref_height         bigint,
    requested_at       timestamptz not null,
    authorized_at      timestamptz not null,
    at                 timestamptz not null,
    accounting_date    date        not null,
    may_exceed_cap     boolean     not null,
    kind               text        not null
        check (kind in ('POST', 'HOLD', 'CAPTURE', 'VOID', 'EXPIRE', 'REVERSE')),
    tx_type            text        not null,
    business_id        text        not null,
    step               text        not null,
    payer_operator     text        not null,
    payee_operator     text        not null,
    branch_code        text        not null,
    primary key (height, leg_no),
    check ((ref_height is not null) = (kind in ('CAPTURE', 'VOID', 'EXPIRE', 'REVERSE')))
) partition by range (height);

create index journal_debit on journal (debit_account, height);
create index journal_credit on journal (credit_account, height);

-- Partitions of ten million heights, always one more than is written to.
create function add_journal_partitions(upto bigint) returns void language plpgsql as $$
declare
    width constant bigint := 10000000;
    n bigint;
begin
    for n in 0 .. upto / width + 1 loop
        if to_regclass('journal_' || n) is null then
            execute format('create table journal_%s (like journal including all)', n);
            execute format('alter table journal attach partition journal_%s for values from (%s) to (%s)',
                n, n * width, (n + 1) * width);
        end if;
    end loop;
end $$;

select add_journal_partitions((select height from shard));

insert into journal (
    height, leg_no, kind, tx_type, debit_account, credit_account, amount_fen, may_exceed_cap, debit_balance_fen,
    credit_balance_fen, business_id, step, attempt, payer_operator, payee_operator, branch_code, requested_at,
    authorized_at, ref_height, accounting_date, at)
select t.height, t.leg_no, e.kind, e.tx_type, t.debit_account, t.credit_account, t.amount_fen, t.may_exceed_cap,
    coalesce(d.balance_after_fen, 0), coalesce(c.balance_after_fen, 0), e.business_id, e.step, e.attempt,
    e.payer_operator, e.payee_operator, e.branch_code, e.requested_at, e.authorized_at, e.hold_height,
    e.accounting_date, e.at
from transfer t
join entry e using (height)
left join account_line d on d.account_id = t.debit_account and d.height = t.height and d.leg_no = t.leg_no
left join account_line c on c.account_id = t.credit_account and c.height = t.height and c.leg_no = t.leg_no
order by t.height, t.leg_no;

alter table hold drop constraint hold_height_fkey, drop constraint hold_ended_height_fkey,
    drop constraint hold_state_check,
    add check (state in ('PENDING', 'CAPTURED', 'VOIDED', 'EXPIRED')),
    add column expires_at timestamptz;
create index hold_due on hold (expires_at) where state = 'PENDING' and expires_at is not null;

drop table account_line;
drop table transfer;
drop table entry;

-- The journal as accountants see it.
create view entry as
select height, business_id, step, attempt, kind, tx_type, payer_operator, payee_operator, branch_code, accounting_date,
    requested_at, authorized_at, at, ref_height
from journal
where leg_no = 1;

create view transfer as
select height, leg_no, debit_account, credit_account, amount_fen, may_exceed_cap from journal;

-- What was posted on an account (what is held or given back is not), with the balance that it left.
create view account_line as
select debit_account as account_id, height, leg_no, 'DEBIT' as side, amount_fen, debit_balance_fen as balance_after_fen
from journal
where kind in ('POST', 'CAPTURE', 'REVERSE')
union all
select credit_account, height, leg_no, 'CREDIT', amount_fen, credit_balance_fen
from journal
where kind in ('POST', 'CAPTURE', 'REVERSE');

-- Entries that were reversed; each once.
create table reversal (height bigint primary key);

-- The text is what was said and is said again; nothing looks inside. One unique index says that an attempt has one
-- outcome; that at most one attempt of a step is accepted is decided under the shard's lock and counted by the audit.
drop index outcome_accepted_once;
alter table outcome
    drop constraint outcome_kind_check,
    drop constraint outcome_check,
    alter column request type text using request::text,
    alter column answer type text using answer::text,
    add check (kind in ('OPENED', 'CONSTRAINED', 'CLOSED', 'POSTED', 'HELD', 'CAPTURED', 'VOIDED', 'EXPIRED',
        'REVERSED', 'REJECTED')),
    add check ((height is not null) = (kind in ('POSTED', 'HELD', 'CAPTURED', 'VOIDED', 'EXPIRED', 'REVERSED')));

alter table account
    add column cap_fen bigint,
    add column closed_height bigint;
