package cn.jiaozi.merchant.reconciliation;

import java.time.Instant;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Looks over days at what is open. The day that the core's clock says and the ledger's accounting date may differ, and
/// words come late: whatever has found its other half is explained, and what can no longer find it is marked for good.
/// All of it may be done again at any time and then changes nothing.
@Component
class SettleStore {
    /// Whether nothing can come any more for an item from the days beside its own.
    private static final String NEIGHBOURS_ARE_DONE = """
            exists (
                select from reconciliation n
                where n.accounting_date = i.accounting_date + 1 and n.step in ('SETTLE', 'DONE'))
            and (exists (
                    select from reconciliation n
                    where n.accounting_date = i.accounting_date - 1 and n.step in ('SETTLE', 'DONE'))
                or not exists (select from book_day d where d.accounting_date = i.accounting_date - 1))
            """;

    private static final List<String> STATEMENTS = List.of(
            // What payment-service has said since, perhaps for another day.
            """
        update reconciliation_item i
        set mark = case when p.state = 'FAILED' then 'FANS'
                        when p.accounting_date <> i.accounting_date or p.amount_fen <> i.theirs_fen then 'DIFF'
                        else 'SAME' end,
            reason = case when p.state = 'FAILED' then 'PAYMENT_FAILED'
                          when p.amount_fen <> i.theirs_fen then 'AMOUNT_DIFFERS'
                          when p.accounting_date <> i.accounting_date then 'DATE_DIFFERS'
                          else i.reason end
        from generate_series(-2, 2) as shift, book_payment p
        where p.accounting_date = i.accounting_date + shift and p.business_id = i.key
            and i.pair = 'PAYMENT_LEDGER' and i.ours_count = 0 and i.mark in ('PROC', 'LESS')
            and i.state in ('OPEN', 'PROPOSED')
        """,
            // The other half of a payment whose date differs is the one to work on.
            """
        update reconciliation_item i
        set mark = 'DIFF', reason = 'DATE_DIFFERS', state = 'CLEARED',
            explanation = 'SEE_OTHER_DAY', cleared_at = :now
        where i.pair = 'PAYMENT_LEDGER' and i.theirs_count = 0 and i.mark = 'MORE' and i.state = 'OPEN'
            and exists (
                select from reconciliation_item o
                where o.pair = i.pair and o.key = i.key and o.accounting_date <> i.accounting_date
                    and o.ours_count = 0)
        """,
            """
        update reconciliation_item i
        set mark = 'LESS', reason = 'NOT_AT_PAYMENT'
        where i.pair = 'PAYMENT_LEDGER' and i.mark = 'PROC' and i.state in ('OPEN', 'PROPOSED')
            and exists (
                select from reconciliation n
                where n.accounting_date = i.accounting_date + 1 and n.step not in ('LEDGER_DAY', 'PAYMENTS'))
        """,
            // Halves that had found each other, one of which is no longer there.
            """
        update reconciliation_item i
        set mark = 'PROC', reason = case when i.ours_count > 0 then 'NOT_IN_FILE_YET' else 'NOT_IN_LEDGER_YET' end,
            state = 'OPEN', explanation = null, cleared_at = null
        where i.pair = 'LEDGER_CORE' and i.explanation in ('OTHER_DAY', 'SEE_OTHER_DAY')
            -- A day that is being compared anew has nothing to show for the moment.
            and not exists (
                select from reconciliation_item o
                join reconciliation n on n.accounting_date = o.accounting_date and n.step not in ('SETTLE', 'DONE')
                where o.pair = i.pair and o.key = i.key)
            and not exists (
                select from reconciliation_item o
                join reconciliation_found f
                    on f.accounting_date = o.accounting_date and f.pair = o.pair and f.key = o.key
                where o.pair = i.pair and o.key = i.key and o.accounting_date <> i.accounting_date
                    and (o.ours_count > 0) <> (i.ours_count > 0)
                    and (i.explanation = 'SEE_OTHER_DAY' or o.ours_fen + o.theirs_fen = i.ours_fen + i.theirs_fen))
        """,
            // Halves that lie in two days: both are the same, or the one of the ledger is the one to work on.
            """
        with halves as (
            select o.item_id as ours, t.item_id as theirs,
                   case when (o.ours_kind = 'CREDIT') <> (t.theirs_kind = 'CREDIT') then 'DIRECTION_DIFFERS'
                        when o.ours_wallet <> t.theirs_wallet then 'WALLET_DIFFERS'
                        when o.ours_fen <> t.theirs_fen then 'AMOUNT_DIFFERS' end as reason
            from reconciliation_item o
            join reconciliation_item t
                on t.pair = o.pair and t.key = o.key and t.accounting_date <> o.accounting_date
            where o.pair = 'LEDGER_CORE' and o.ours_count > 0 and o.theirs_count = 0
                and (o.state in ('OPEN', 'PROPOSED') and o.mark in ('PROC', 'MORE') or o.explanation = 'OTHER_DAY')
                and o.reason <> 'ADJUSTMENT_NOT_DUE'
                and t.ours_count = 0 and t.theirs_count = 1 and t.theirs_state = 'DONE'
                and (t.state in ('OPEN', 'PROPOSED') or t.explanation in ('OTHER_DAY', 'SEE_OTHER_DAY'))
                and (o.state <> 'CLEARED' or t.state <> 'CLEARED'))
        update reconciliation_item i
        set mark = case when h.reason is null then 'SAME' else 'DIFF' end,
            reason = coalesce(h.reason, i.reason),
            state = case when i.state = 'OPEN' and (h.reason is null or i.item_id = h.theirs) then 'CLEARED'
                         else i.state end,
            explanation = case when i.state = 'OPEN' and h.reason is null then 'OTHER_DAY'
                               when i.state = 'OPEN' and i.item_id = h.theirs then 'SEE_OTHER_DAY'
                               else i.explanation end,
            cleared_at = case when i.state = 'OPEN' and (h.reason is null or i.item_id = h.theirs) then :now
                              else i.cleared_at end,
            theirs_kind = coalesce(i.theirs_kind, t.theirs_kind),
            theirs_wallet = coalesce(i.theirs_wallet, t.theirs_wallet),
            theirs_state = coalesce(i.theirs_state, t.theirs_state),
            bank_ref = coalesce(i.bank_ref, t.bank_ref),
            theirs_fen = case when i.item_id = h.ours and h.reason is not null then t.theirs_fen
                              else i.theirs_fen end
        from halves h join reconciliation_item t on t.item_id = h.theirs
        where i.item_id in (h.ours, h.theirs)
        """,
            // What the ledger has done since with what it held.
            """
        update reconciliation_item i
        set mark = case when i.theirs_state = 'DONE' and h.state = 'HELD' then 'EANS'
                        when i.theirs_state = 'DONE' and h.state = 'VOIDED' then 'FANS'
                        when i.theirs_state = 'DONE' then 'PROC'
                        when h.state = 'HELD' then 'EANF'
                        else 'SAME' end,
            reason = case when i.theirs_state = 'DONE' and h.state = 'HELD' then 'LEDGER_HOLDS'
                          when i.theirs_state = 'DONE' and h.state = 'VOIDED' then 'LEDGER_VOIDED'
                          when i.theirs_state = 'DONE' then 'NOT_IN_LEDGER_YET'
                          else 'REFUSED_BUT_HELD' end
        from (values ('exchange:'), ('payout:')) as nouns (noun), reconciliation_hold h
        where h.business_id = nouns.noun || i.key
            and i.pair = 'LEDGER_CORE' and i.ours_count = 0 and i.theirs_count = 1
            and i.mark in ('PROC', 'EANS', 'FANS', 'EANF', 'LESS') and i.state in ('OPEN', 'PROPOSED')
        """,
            """
        update reconciliation_item i
        set mark = case when i.ours_count = 0 then 'LESS' when r.refused then 'SANF' else 'MORE' end,
            reason = case when i.ours_count = 0 then 'NOT_IN_LEDGER' when r.refused then 'CORE_REFUSED'
                          else 'NOT_IN_FILE' end,
            theirs_state = case when r.refused then 'REFUSED' else i.theirs_state end
        from (
            select p.item_id,
                   p.ours_count > 0 and exists (
                       select from core_line l join core_file f on f.file_id = l.file_id and f.state = 'IN_EFFECT'
                       where l.request_id = p.key and l.state = 'REFUSED') as refused
            from reconciliation_item p
            where p.pair = 'LEDGER_CORE' and p.mark = 'PROC' and p.state in ('OPEN', 'PROPOSED')) r
        where r.item_id = i.item_id
            and not exists (
                select from (values ('exchange:'), ('payout:')) as nouns (noun)
                join reconciliation_hold h on h.business_id = nouns.noun || i.key
                where i.ours_count = 0 and h.state = 'CAPTURED' and not exists (
                    select from reconciliation n
                    where n.accounting_date = h.accounting_date and n.step in ('SETTLE', 'DONE')))
            and
        """ + NEIGHBOURS_ARE_DONE,
            // How many accepted files of the day agree on what theirs is, or on that there is nothing.
            """
        update reconciliation_item i
        set evidence = e.files
        from (
            select p.item_id, count(f.file_id) as files
            from reconciliation_item p
            left join core_file f
                on f.accounting_date = p.accounting_date and f.state in ('IN_EFFECT', 'REPLACED')
                and case when p.theirs_state is null
                         then not exists (
                             select from core_line l
                             where l.request_id = replace(p.key, 'return:', '') and l.file_id = f.file_id)
                         else exists (
                             select from core_line l
                             where l.request_id = replace(p.key, 'return:', '') and l.file_id = f.file_id
                                 and l.kind = p.theirs_kind and l.state = p.theirs_state
                                 and l.wallet_id = p.theirs_wallet
                                 and (l.state = 'REFUSED' or l.amount_fen = p.theirs_fen)) end
            where p.pair = 'LEDGER_CORE' and p.state = 'OPEN' and p.mark in ('MORE', 'LESS', 'SANF', 'FANS')
            group by p.item_id) e
        where e.item_id = i.item_id and i.evidence <> e.files
        """,
            """
        update reconciliation_item i
        set state = 'CLEARED', explanation = 'EXPLAINED', cleared_at = :now
        where i.mark = 'SAME' and i.state = 'OPEN'
        """);

    private final DatabaseClient client;

    SettleStore(DatabaseClient client) {
        this.client = client;
    }

    /// Whoever changes many items of the queue does so alone; until the end of the transaction.
    Mono<Void> lock() {
        return client.sql("select pg_advisory_xact_lock(hashtext('reconciliation'), 0)")
                .then();
    }

    Mono<Void> settle(Instant now) {
        var done = lock();
        for (String statement : STATEMENTS) {
            var next = client.sql(statement);
            done = done.then((statement.contains(":now") ? next.bind("now", now) : next).then());
        }
        return done;
    }
}
