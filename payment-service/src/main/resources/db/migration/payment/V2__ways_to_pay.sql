-- Ways to pay at a till: payment codes, static codes of stores, and reversals of sales.

alter table payee add column mcc text;

create table payment_code (
    -- Keyed hash: the digits are nowhere at rest.
    hash       text        primary key,
    party      text        not null,
    act_id     text        not null,
    wallet_id  text        not null,
    issued_at  timestamptz not null,
    expires_at timestamptz not null,
    used_by    uuid,
    unique (party, act_id)
);
create index payment_code_expired on payment_code (expires_at);

-- In whose name the payer's wallet is debited; a till asks under ids of its own for whoever has shown it a code.
alter table payment
    add column payer_party text,
    add column auth_factors text not null default '',
    add column code_hash text;
update payment set payer_party = requested_by;
alter table payment alter column payer_party set not null;

-- A reversed order is never paid again; its row stands also for a reversal that came before the sale.
alter table merchant_order add column reversing boolean not null default false;

do $$
declare
    c record;
begin
    for c in
        select conrelid::regclass as tab, conname from pg_constraint
        where contype = 'c'
          and (conrelid = 'payment'::regclass and pg_get_constraintdef(oid) like '%kind%'
            or conrelid = 'merchant_order'::regclass and pg_get_constraintdef(oid) like '%state%')
    loop
        execute format('alter table %s drop constraint %I', c.tab, c.conname);
    end loop;
end
$$;

alter table payment
    add constraint payment_kind check (kind in ('P2P', 'ORDER', 'CODE', 'STORE')),
    add constraint payment_order check ((kind = 'P2P') = (order_id is null)),
    add constraint payment_code check ((kind = 'CODE') = (code_hash is not null));

alter table merchant_order
    add constraint merchant_order_state check (state in ('OPEN', 'CLAIMED', 'PAID', 'EXPIRED', 'CLOSED', 'REVERSED')),
    add constraint merchant_order_payment check (
        case state when 'CLAIMED' then payment_id is not null
                   when 'PAID' then payment_id is not null
                   when 'REVERSED' then reversing
                   else payment_id is null end);

create table reversal (
    merchant_no  text        not null,
    order_id     text        not null,
    requested_by text        not null,
    amount_fen   bigint      not null check (amount_fen > 0),
    attempt      int         not null default 1 check (attempt > 0),
    state        text        not null check (state in ('REQUESTED', 'SUCCEEDED', 'FAILED')),
    reason       text,
    requested_at timestamptz not null,
    ended_at     timestamptz,
    primary key (merchant_no, order_id),
    check ((reason is not null) = (state = 'FAILED')),
    check ((ended_at is null) = (state = 'REQUESTED'))
);
create index reversal_open on reversal (requested_at) where state = 'REQUESTED';
