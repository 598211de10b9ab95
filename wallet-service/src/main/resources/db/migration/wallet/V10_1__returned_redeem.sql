-- Money that a holder has redeemed may come back too (退汇): its exchange is RETURNED then, as a payout's is. What was
-- found of returns before this stays as it was found, NOT_A_PAYOUT among it: somebody has settled that by hand.
alter table exchange
    drop constraint exchange_state_check,
    add constraint exchange_state_check check (state in
        ('REQUESTED', 'HELD', 'SENT', 'UNKNOWN', 'CAPTURING', 'VOIDING', 'SUCCEEDED', 'FAILED', 'RETURNED')),
    drop constraint exchange_check1,
    add constraint exchange_check1 check ((state in ('SUCCEEDED', 'FAILED', 'RETURNED')) = (ended_at is not null)),
    drop constraint exchange_check2,
    add constraint exchange_check2 check (
        state not in ('SENT', 'UNKNOWN', 'CAPTURING', 'VOIDING', 'SUCCEEDED', 'RETURNED')
        or core_request_id is not null),
    add check (state <> 'RETURNED' or (kind = 'REDEEM' and counter_id is null));

alter table bank_return
    drop constraint bank_return_finding_check,
    add constraint bank_return_finding_check check (
        finding in ('UNKNOWN_TRANSFER', 'NOT_A_PAYOUT', 'NOT_TO_AN_ACCOUNT', 'NOT_PAID', 'RETURNED_BEFORE',
                    'AMOUNT_DIFFERS'));

-- Payouts that have come back before this.
update exchange e
set state = 'RETURNED', ended_at = r.ended_at
from bank_return r
where r.business_id = e.business_id and r.state = 'POSTED' and e.state = 'SUCCEEDED';
