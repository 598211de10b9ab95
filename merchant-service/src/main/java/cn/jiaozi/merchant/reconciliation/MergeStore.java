package cn.jiaozi.merchant.reconciliation;

import java.time.Instant;
import java.time.LocalDate;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Brings what a comparison has found into the work queue. What people or money have settled stays settled, unless what
/// it was settled for is no longer so.
@Component
class MergeStore {
    private final DatabaseClient client;

    MergeStore(DatabaseClient client) {
        this.client = client;
    }

    /// What is the same by now explains itself; somebody's proposal is left to whoever decides on it.
    Mono<Void> explain(LocalDate date, Pair pair, Instant now) {
        return bound(date, pair, now, """
                update reconciliation_item i
                set mark = 'SAME',
                    state = case i.state when 'OPEN' then 'CLEARED' else i.state end,
                    explanation = case i.state when 'OPEN' then 'EXPLAINED' end,
                    cleared_at = case i.state when 'OPEN' then :now end
                where i.accounting_date = :date and i.pair = :pair and i.state in ('OPEN', 'PROPOSED')
                    and i.mark <> 'SAME' and i.reason <> 'ADJUSTMENT_NOT_DUE'
                    and not exists (
                        select from reconciliation_found f
                        where f.accounting_date = i.accounting_date and f.pair = i.pair and f.key = i.key)
                """);
    }

    /// Money was moved for something that is now the same on both sides.
    Mono<Void> reopen(LocalDate date, Pair pair) {
        return client.sql("""
                update reconciliation_item i
                set mark = 'MORE', reason = 'ADJUSTMENT_NOT_DUE', state = 'OPEN',
                    explanation = null, cleared_at = null,
                    business_id = r.business_id, entry_step = 'adjust',
                    ours_wallet = coalesce(i.ours_wallet, i.theirs_wallet)
                from remedy r
                where r.item_id = i.item_id and r.state = 'DONE' and r.business_id is not null and r.kind <> 'RE_QUERY'
                    and i.accounting_date = :date and i.pair = :pair and i.state = 'CLEARED'
                    and i.explanation = 'REMEDIED' and i.reason <> 'ADJUSTMENT_NOT_DUE'
                    and not exists (
                        select from reconciliation_found f
                        where f.accounting_date = i.accounting_date and f.pair = i.pair and f.key = i.key)
                """).bind("date", date).bind("pair", pair.name()).then();
    }

    Mono<Void> queue(LocalDate date, Pair pair, Instant now) {
        return bound(date, pair, now, """
                insert into reconciliation_item as i (accounting_date, pair, key, mark, reason, ours_count, ours_fen,
                                                      theirs_count, theirs_fen, state, opened_at)
                select accounting_date, pair, key, mark, reason, ours_count, ours_fen, theirs_count, theirs_fen, 'OPEN',
                       :now
                from reconciliation_found
                where accounting_date = :date and pair = :pair and key is not null
                order by key
                on conflict (pair, accounting_date, key) do update
                set mark = excluded.mark,
                    reason = case i.explanation when 'REMEDIED' then 'CHANGED_AFTER_REMEDY' else excluded.reason end,
                    ours_count = excluded.ours_count, ours_fen = excluded.ours_fen,
                    theirs_count = excluded.theirs_count, theirs_fen = excluded.theirs_fen,
                    state = case i.state when 'PROPOSED' then 'PROPOSED' else 'OPEN' end,
                    explanation = null, cleared_at = null
                where i.state <> 'CLEARED' or i.explanation = 'EXPLAINED'
                    or (i.ours_count, i.ours_fen, i.theirs_count, i.theirs_fen)
                        is distinct from (excluded.ours_count, excluded.ours_fen, excluded.theirs_count,
                                          excluded.theirs_fen)
                """);
    }

    /// Who paid, by which entry: a look at the day's legs for the keys in the queue.
    Mono<Void> describePayments(LocalDate date) {
        return client.sql("""
                        update reconciliation_item i
                        set tx_type = l.tx_type, business_id = l.business_id, entry_step = l.step,
                            ours_wallet = split_part(l.debit, ':', 2)
                        from book_leg l
                        where l.accounting_date = :date and l.leg_no = 1 and l.kind <> 'REVERSED'
                            and l.business_id = i.key
                            and i.accounting_date = :date and i.pair = 'PAYMENT_LEDGER' and i.state <> 'CLEARED'
                        """)
                .bind("date", date)
                .then()
                .then(client.sql("""
                        update reconciliation_item i
                        set tx_type = p.tx_type, business_id = p.business_id
                        from book_payment p
                        where p.accounting_date = :date and p.business_id = i.key
                            and i.accounting_date = :date and i.pair = 'PAYMENT_LEDGER' and i.state <> 'CLEARED'
                        """).bind("date", date).then());
    }

    Mono<Void> describeCore(LocalDate date, long fileId) {
        return client.sql("""
                        update reconciliation_item i
                        set tx_type = l.tx_type, business_id = l.business_id, entry_step = l.step,
                            ours_kind = case when l.debit like 'core:%' then 'DEBIT' else 'CREDIT' end,
                            ours_wallet = split_part(
                                case when l.debit like 'core:%' then l.credit else l.debit end, ':', 2),
                            clearing = case when l.debit like 'core:%' then l.debit else l.credit end
                        from book_leg l
                        where l.accounting_date = :date and l.kind <> 'REVERSED'
                            and l.tx_type in ('EXCHANGE_IN', 'REDEEM', 'PAYOUT', 'PAYOUT_RETURN',
                                              'REDEEM_RETURN')
                            and (l.debit like 'core:%:clearing' or l.credit like 'core:%:clearing')
                            and case when l.tx_type in ('PAYOUT_RETURN', 'REDEEM_RETURN') then 'return:' else '' end
                                || substr(l.business_id, strpos(l.business_id, ':') + 1) = i.key
                            and i.accounting_date = :date and i.pair = 'LEDGER_CORE' and i.state <> 'CLEARED'
                            and i.ours_count > 0
                        """)
                .bind("date", date)
                .then()
                .then(client.sql("""
                        update reconciliation_item i
                        set theirs_kind = l.kind, theirs_wallet = l.wallet_id, theirs_state = l.state,
                            bank_ref = l.bank_ref
                        from core_line l
                        where l.file_id = :file and l.request_id = replace(i.key, 'return:', '')
                            and (l.kind = 'RETURN') = (i.key like 'return:%')
                            and i.accounting_date = :date and i.pair = 'LEDGER_CORE' and i.state <> 'CLEARED'
                            and i.theirs_count > 0
                        """).bind("date", date).bind("file", fileId).then());
    }

    private Mono<Void> bound(LocalDate date, Pair pair, Instant now, String sql) {
        GenericExecuteSpec statement =
                client.sql(sql).bind("date", date).bind("pair", pair.name()).bind("now", now);
        return statement.then();
    }
}
