package cn.jiaozi.e2e;

import cn.jiaozi.local.Running;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The books of all services side by side, read with SQL of its own: nothing here trusts a service's code. Every
/// difference is a sentence; no sentence means that every invariant holds and every act is final.
public final class Books {
    private final Running suite;

    public Books(Running suite) {
        this.suite = suite;
    }

    public List<String> differences() {
        var found = new ArrayList<String>();
        theLedgerAddsUp(found);
        paymentsAreEntries(found);
        usageIsWhatWasAuthorized(found);
        exchangesAreEntries(found);
        payoutsAreEntries(found);
        salesArePayments(found);
        feesAreEntries(found);
        vouchersAreEntries(found);
        receivablesAreEntries(found);
        return found;
    }

    private void theLedgerAddsUp(List<String> found) {
        none(found, "ledger", "the sum of all balances is not zero", """
                select sum(debits_posted) - sum(credits_posted) from account
                having sum(debits_posted) <> sum(credits_posted)
                """);
        none(found, "ledger", "an account's counters are not the sum of its legs", """
                select a.address from account a
                where a.debits_posted <> (select coalesce(sum(t.amount_fen), 0) from transfer t join entry e using (height)
                                          where t.debit_account = a.id and e.kind in ('POST', 'CAPTURE'))
                   or a.credits_posted <> (select coalesce(sum(t.amount_fen), 0) from transfer t join entry e using (height)
                                          where t.credit_account = a.id and e.kind in ('POST', 'CAPTURE'))
                """);
        none(found, "ledger", "pending counters are not the sum of pending holds", """
                select a.address from account a
                where a.debits_pending <> (select coalesce(sum(t.amount_fen), 0) from transfer t join hold h using (height)
                                           where t.debit_account = a.id and h.state = 'PENDING')
                   or a.credits_pending <> (select coalesce(sum(t.amount_fen), 0) from transfer t join hold h using (height)
                                           where t.credit_account = a.id and h.state = 'PENDING')
                """);
        none(found, "ledger", "a leg has not its two lines of history", """
                select t.height from transfer t join entry e using (height)
                where e.kind in ('POST', 'CAPTURE') and 2 <> (
                    select count(*) from account_line l where l.height = t.height and l.leg_no = t.leg_no and l.amount_fen = t.amount_fen
                    and (l.account_id, l.side) in ((t.debit_account, 'DEBIT'), (t.credit_account, 'CREDIT')))
                """);
        none(found, "ledger", "a running balance does not run", """
                select account_id from (
                    select l.account_id, l.balance_after_fen, sum(case when (a.subject in ('CORE_CLEARING', 'OFFLINE_RECEIVABLE', 'MERCHANT_RECEIVABLE')) = (l.side = 'DEBIT')
                           then l.amount_fen else -l.amount_fen end) over (partition by l.account_id order by l.height, l.leg_no) as run
                    from account_line l join account a on a.id = l.account_id) x
                where run <> balance_after_fen
                """);
        none(found, "ledger", "a capture is not what was held", """
                select e.height from entry e where e.kind in ('CAPTURE', 'VOID') and exists (
                    (select leg_no, debit_account, credit_account, amount_fen from transfer where height = e.height
                     except select leg_no, debit_account, credit_account, amount_fen from transfer where height = e.ref_height)
                    union all
                    (select leg_no, debit_account, credit_account, amount_fen from transfer where height = e.ref_height
                     except select leg_no, debit_account, credit_account, amount_fen from transfer where height = e.height))
                """);
        none(found, "ledger", "heights have gaps", """
                select max(height) from entry having count(*) > 0 and (max(height) <> count(*) or min(height) <> 1)
                """);
        none(found, "ledger", "a step was posted twice", """
                select business_id from entry group by business_id, step having count(*) > 1
                """);
        none(found, "ledger", "a wallet stands below zero", """
                select address from account where subject = 'WALLET' and credits_posted - debits_posted - debits_pending < 0
                """);
        none(found, "ledger", "accounting dates go back", """
                select height from (select height, accounting_date, lag(accounting_date) over (order by height) as before from entry) x
                where accounting_date < before
                """);
    }

    private void paymentsAreEntries(List<String> found) {
        none(found, "payment", "a payment is not final", "select id from payment where state = 'REQUESTED'");
        none(found, "payment", "a refund is not final", "select id from refund where state = 'REQUESTED'");
        none(found, "payment", "refunds do not add up", """
                select p.id from payment p where p.refunded_fen <> (select coalesce(sum(amount_fen), 0) from refund r
                    where r.payment_id = p.id and r.state = 'SUCCEEDED')
                  or p.reserved_fen <> (select coalesce(sum(amount_fen), 0) from refund r
                    where r.payment_id = p.id and r.state in ('REQUESTED', 'SUCCEEDED')) or p.refunded_fen > p.amount_fen
                """);
        none(found, "payment", "an order and its payment disagree", """
                select o.order_id from merchant_order o left join payment p on p.id = o.payment_id
                where (o.state = 'PAID' and p.state is distinct from 'SUCCEEDED') or o.state = 'CLAIMED'
                   or (select count(*) from payment x where x.merchant_no = o.merchant_no and x.order_id = o.order_id
                       and x.state = 'SUCCEEDED') <> case when o.state = 'PAID' then 1
                           when o.state = 'REVERSED' and o.payment_id is not null then 1 else 0 end
                """);
        none(found, "payment", "a reversed sale has kept money", """
                select o.order_id from merchant_order o join payment p on p.merchant_no = o.merchant_no and p.order_id = o.order_id
                where o.state = 'REVERSED' and p.state = 'SUCCEEDED' and p.refunded_fen <> p.amount_fen
                """);
        none(found, "payment", "a reversal and its order disagree", """
                select r.order_id from reversal r join merchant_order o using (merchant_no, order_id)
                where r.state = 'REQUESTED' or (r.state = 'SUCCEEDED') <> (o.state = 'REVERSED')
                """);
        none(found, "payment", "a code was not used up by the payment that it made", """
                select p.id from payment p left join payment_code c on c.hash = p.code_hash
                where p.kind = 'CODE' and p.state = 'SUCCEEDED' and c.used_by is distinct from p.id
                """);
        same(found, "successful payments and posted entries", rows("payment", """
                        select 'payment:' || id, 'wallet:' || payer_wallet || ':available>wallet:' || payee_wallet || ':available=' || amount_fen
                        from payment where state = 'SUCCEEDED'
                        union all
                        select 'refund:' || r.id, 'wallet:' || p.payee_wallet || ':available>wallet:' || p.payer_wallet || ':available=' || r.amount_fen
                        from refund r join payment p on p.id = r.payment_id where r.state = 'SUCCEEDED'
                        """), rows("ledger", """
                        select business_id, string_agg(way || '=' || amount_fen, ',' order by way) from (
                            -- What the bank advances goes the way of the wallet's own money.
                            select e.business_id, replace(d.address, ':receivable:refunds', ':available') || '>' || c.address as way,
                                   sum(t.amount_fen) as amount_fen
                            from entry e join transfer t using (height) join account d on d.id = t.debit_account join account c on c.id = t.credit_account
                            where e.kind = 'POST' and e.tx_type in ('P2P', 'CONSUME', 'REFUND') group by e.business_id, way) x
                        group by business_id
                        """));
        same(found, "heights of payments and entries", rows("payment", """
                        select 'payment:' || id, height || ' ' || accounting_date from payment where state = 'SUCCEEDED'
                        union all select 'refund:' || id, height || ' ' || accounting_date from refund where state = 'SUCCEEDED'
                        """), rows("ledger", """
                        select business_id, height || ' ' || accounting_date from entry
                        where kind = 'POST' and tx_type in ('P2P', 'CONSUME', 'REFUND')
                        """));
    }

    private void usageIsWhatWasAuthorized(List<String> found) {
        none(
                found,
                "wallet",
                "an authorization is not final",
                "select business_id from payment_authorization where state = 'AUTHORIZED'");
        none(found, "wallet", "usage of a day is not the sum of its authorizations", """
                select coalesce(s.wallet_id, a.wallet_id) from spending s full join (
                    select payer_wallet_id as wallet_id, day, sum(amount_fen) as fen from payment_authorization
                    where counted and state in ('AUTHORIZED', 'SETTLED') group by 1, 2) a
                  on a.wallet_id = s.wallet_id and a.day = s.day
                where coalesce(s.spent_fen, 0) <> coalesce(a.fen, 0)
                """);
        none(found, "wallet", "usage of a year is not the sum of its days", """
                select y.wallet_id from spending_year y where y.spent_fen <> (select coalesce(sum(spent_fen), 0) from spending s
                    where s.wallet_id = y.wallet_id and extract(year from s.day) = y.year)
                """);
        same(
                found,
                "settled authorizations and posted amounts",
                rows(
                        "wallet",
                        "select business_id, amount_fen::text from payment_authorization where state = 'SETTLED'"),
                rows("ledger", """
                        select e.business_id, sum(t.amount_fen)::text from entry e join transfer t using (height)
                        where e.kind = 'POST' and e.tx_type in ('P2P', 'CONSUME', 'REFUND', 'OFFLINE_SETTLE')
                        group by e.business_id
                        """));
    }

    private void exchangesAreEntries(List<String> found) {
        none(found, "wallet", "an exchange is not final", "select business_id from exchange where ended_at is null");
        none(found, "ledger", "a hold is still pending", "select business_id from hold where state = 'PENDING'");
        same(found, "successful exchanges and captures", rows("wallet", """
                        select business_id, case when account_tail is null then kind else 'PAYOUT' end || amount_fen
                        from exchange where state in ('SUCCEEDED', 'RETURNED')
                        """), rows("ledger", """
                        select e.business_id, e.tx_type || sum(t.amount_fen) from entry e join transfer t using (height)
                        where e.kind = 'CAPTURE' group by e.business_id, e.tx_type
                        """));
        same(found, "exchanges that came back and their entries", rows("wallet", """
                        select business_id, case when account_tail is null then kind else 'PAYOUT' end || '_RETURN'
                            || amount_fen
                        from exchange where state = 'RETURNED'
                        """), rows("ledger", """
                        select e.business_id, e.tx_type || sum(t.amount_fen) from entry e join transfer t using (height)
                        where e.kind = 'POST' and e.tx_type in ('PAYOUT_RETURN', 'REDEEM_RETURN')
                        group by e.business_id, e.tx_type
                        """));
    }

    private void payoutsAreEntries(List<String> found) {
        none(found, "merchant", "a payout is not final", "select business_id from payout where ended_at is null");
        same(found, "payouts that were paid and captures", rows("merchant", """
                        select business_id, paid_on || ' ' || amount_fen from payout where state in ('PAID', 'RETURNED')
                        """), rows("ledger", """
                        select e.business_id, e.accounting_date || ' ' || sum(t.amount_fen)
                        from entry e join transfer t using (height)
                        where e.kind = 'CAPTURE' and e.tx_type = 'PAYOUT' group by e.business_id, e.accounting_date
                        """));
        same(found, "payouts that came back and their entries", rows("merchant", """
                        select business_id, returned_on || ' ' || amount_fen from payout where state = 'RETURNED'
                        """), rows("ledger", """
                        select e.business_id, e.accounting_date || ' ' || sum(t.amount_fen)
                        from entry e join transfer t using (height)
                        where e.kind = 'POST' and e.tx_type = 'PAYOUT_RETURN' group by e.business_id, e.accounting_date
                        """));
    }

    private void salesArePayments(List<String> found) {
        same(
                found,
                "sales and payments of orders",
                rows("merchant", "select business_id, amount_fen::text from sale"),
                rows("payment", """
                        select 'payment:' || id, amount_fen::text from payment where state = 'SUCCEEDED' and kind <> 'P2P'
                        union all select 'refund:' || id, (-amount_fen)::text from refund where state = 'SUCCEEDED'
                        union all select 'vouchers:' || id, amount_fen::text from voucher_settlement
                            where state = 'POSTED' and terminal_id is not null
                        """));
    }

    /// Fees and returns are entries of their own, and what came back is what the refunds make of the fee.
    private void feesAreEntries(List<String> found) {
        none(found, "merchant", "a fee is not answered", "select business_id from fee where state = 'REQUESTED'");
        none(found, "merchant", "a refund waits for its payment", "select business_id from fee_refund_waiting");
        none(found, "merchant", "what was asked was not answered", "select business_id from asked");
        same(found, "fees and entries", rows("merchant", """
                        select business_id, kind || ' ' || amount_fen || ' ' || accounting_date from fee where state = 'POSTED'
                        """), rows("ledger", """
                        select e.business_id, e.tx_type || ' ' || sum(t.amount_fen) || ' ' || e.accounting_date
                        from entry e join transfer t using (height)
                        where e.kind = 'POST' and e.tx_type in ('FEE', 'FEE_RETURN')
                        group by e.business_id, e.tx_type, e.accounting_date
                        """));
        none(found, "merchant", "a fee is not what its plan says", """
                select f.business_id from fee f join sale s on s.business_id = f.sale_business_id join fee_plan p using (plan_id)
                where f.kind = 'FEE' and (p.merchant_no <> s.merchant_no or p.effective_on > s.accounting_date
                   or f.amount_fen <> least(s.amount_fen, p.cap_fen, p.per_transaction_fen + round(s.amount_fen * p.rate_bp / 10000.0)))
                """);
        none(found, "merchant", "what came back of a fee is not the share of what was refunded", """
                select f.business_id from fee f join sale s on s.business_id = f.sale_business_id join fee_plan p using (plan_id)
                cross join lateral (select coalesce(-sum(amount_fen), 0) as fen from sale r
                                    where r.payment_business_id = s.business_id and r.kind = 'REFUND') r
                cross join lateral (select coalesce(sum(amount_fen), 0) as fen from fee b
                                    where b.payment_business_id = f.payment_business_id and b.kind = 'FEE_RETURN') b
                where f.kind = 'FEE' and b.fen <> case p.refund_policy when 'KEEP' then 0
                    else round(f.amount_fen * r.fen / s.amount_fen::numeric) end
                """);
    }

    private void vouchersAreEntries(List<String> found) {
        none(found, "payment", "a settlement is not final", "select id from voucher_settlement where state = 'ASKED'");
        none(found, "payment", "a settlement is not the sum of its vouchers", """
                select s.id from voucher_settlement s join voucher v on v.settlement_id = s.id where s.state = 'POSTED'
                group by s.id having s.amount_fen <> sum(v.amount_fen) or s.receivable_fen <> sum(v.receivable_fen)
                """);
        none(found, "payment", "a whole batch has lost vouchers, or has not judged them", """
                select b.id from voucher_batch b where b.received_at is not null
                  and b.vouchers <> (select count(*) from voucher_copy c where c.batch_id = b.id)
                """);
        same(found, "settled vouchers and entries", rows("payment", """
                        select 'vouchers:' || id, amount_fen || ' ' || receivable_fen from voucher_settlement where state = 'POSTED'
                        """), rows("ledger", """
                        select e.business_id, sum(t.amount_fen) || ' '
                            || coalesce(sum(t.amount_fen) filter (where d.subject = 'OFFLINE_RECEIVABLE'), 0)
                        from entry e join transfer t using (height) join account d on d.id = t.debit_account
                        where e.kind = 'POST' and e.tx_type = 'OFFLINE_SETTLE' group by e.business_id
                        """));
        same(
                found,
                "loads and entries",
                rows("wallet", "select 'load:' || purse_id || '/' || number, amount_fen::text from load"),
                rows("ledger", """
                        select e.business_id, sum(t.amount_fen)::text from entry e join transfer t using (height)
                        where e.kind = 'POST' and e.tx_type = 'OFFLINE_LOAD' group by e.business_id
                        """));
        same(
                found,
                "recoveries and entries",
                rows("wallet", "select business_id, taken_fen::text from recovery where taken_fen > 0"),
                rows("ledger", """
                        select e.business_id, sum(t.amount_fen)::text from entry e join transfer t using (height)
                        where e.kind = 'POST' and e.tx_type = 'OFFLINE_RECOVERY' group by e.business_id
                        """));
        none(found, "wallet", "a load is under way", "select act_id from load_act where state = 'REQUESTED'");
    }

    /// What the bank has advanced for refunds, what was taken of it since, and what stands on the accounts.
    private void receivablesAreEntries(List<String> found) {
        same(
                found,
                "receivables and advanced refunds",
                rows("merchant", "select refund_business_id, wallet_id || ' ' || owed_fen from receivable"),
                rows("ledger", """
                        select e.business_id, split_part(d.address, ':', 2) || ' ' || sum(t.amount_fen)
                        from entry e join transfer t using (height) join account d on d.id = t.debit_account
                        where e.kind = 'POST' and e.tx_type = 'REFUND' and d.subject = 'MERCHANT_RECEIVABLE'
                        group by e.business_id, d.address
                        """));
        same(
                found,
                "what was taken for receivables and entries",
                rows("merchant", "select business_id, taken_fen::text from receivable where taken_fen > 0"),
                rows("ledger", """
                        select e.business_id, sum(t.amount_fen)::text from entry e join transfer t using (height)
                        where e.kind = 'POST' and e.tx_type = 'REFUND_RECOVERY' group by e.business_id
                        """));
        same(found, "what is owed and what stands on the accounts", rows("merchant", """
                        select 'wallet:' || wallet_id || ':receivable:refunds', sum(owed_fen - taken_fen)::text
                        from receivable where taken_fen < owed_fen group by wallet_id
                        """), rows("ledger", """
                        select address, (debits_posted - credits_posted)::text from account
                        where subject = 'MERCHANT_RECEIVABLE' and debits_posted <> credits_posted
                        """));
        none(found, "ledger", "more is owed than may be", """
                select address from account where subject = 'MERCHANT_RECEIVABLE'
                and (debits_posted < credits_posted or (debits_posted - credits_posted > cap_fen and constraint_version < 0))
                """);
    }

    private void none(List<String> found, String database, String difference, String query) {
        var rows = rows(
                database, query.strip().startsWith("select") ? "select x::text, '' from (" + query + ") x" : query);
        if (!rows.isEmpty()) {
            found.add(difference + ": " + rows.keySet().stream().limit(5).toList());
        }
    }

    private static void same(List<String> found, String what, Map<String, String> left, Map<String, String> right) {
        Set<String> keys = new TreeSet<>(left.keySet());
        keys.addAll(right.keySet());
        keys.stream()
                .filter(key -> !String.valueOf(left.get(key)).equals(String.valueOf(right.get(key))))
                .limit(5)
                .forEach(
                        key -> found.add(what + " differ at " + key + ": " + left.get(key) + " and " + right.get(key)));
    }

    /// Two columns, key and value.
    public Map<String, String> rows(String database, String query) {
        try (var connection = DriverManager.getConnection(suite.jdbc(database));
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var all = new HashMap<String, String>();
            while (rows.next()) {
                String before = all.put(rows.getString(1), String.valueOf(rows.getString(2)));
                if (before != null) {
                    all.put(rows.getString(1), before + " and " + rows.getString(2));
                }
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    int update(String database, String statement) {
        try (var connection = DriverManager.getConnection(suite.jdbc(database));
                var update = connection.createStatement()) {
            return update.executeUpdate(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }
}
