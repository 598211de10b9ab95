package cn.jiaozi.merchant.reconciliation;

import java.time.LocalDate;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Adds up the sides of a day without comparing them, so that a comparison can be seen to have left nothing out.
@Component
class TotalStore {
    private final DatabaseClient client;

    TotalStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Void> payments(LocalDate date) {
        return client.sql("""
                        insert into reconciliation_total (accounting_date, pair, ours_count, ours_fen, theirs_count,
                                                          theirs_fen, adjusted_count, adjusted_fen)
                        select :date, 'PAYMENT_LEDGER', p.count, p.fen, l.count, l.fen, l.adjusted, l.adjusted_fen
                        from (
                            select count(*) as count, coalesce(sum(amount_fen), 0)::bigint as fen
                            from book_payment where accounting_date = :date) p
                        cross join (
                            select count(*) filter (where kind <> 'REVERSED') as count,
                                   coalesce(sum(amount_fen) filter (where kind <> 'REVERSED'), 0)::bigint as fen,
                                   count(*) filter (where kind = 'REVERSED') as adjusted,
                                   coalesce(sum(amount_fen) filter (where kind = 'REVERSED'), 0)::bigint as adjusted_fen
                            from book_leg
                            where accounting_date = :date
                                and tx_type in ('P2P', 'CONSUME', 'REFUND', 'OFFLINE_SETTLE')) l
                        on conflict (accounting_date, pair) do update
                        set ours_count = excluded.ours_count, ours_fen = excluded.ours_fen,
                            theirs_count = excluded.theirs_count, theirs_fen = excluded.theirs_fen,
                            adjusted_count = excluded.adjusted_count, adjusted_fen = excluded.adjusted_fen
                        """).bind("date", date).then();
    }

    /// Theirs is what the trailer of the file has promised.
    ///
    /// @param fileId 0 while there is no file
    Mono<Void> core(LocalDate date, long fileId) {
        return client.sql("""
                        insert into reconciliation_total (accounting_date, pair, ours_count, ours_fen, theirs_count,
                                                          theirs_fen, adjusted_count, adjusted_fen)
                        select :date, 'LEDGER_CORE', l.count, l.fen, coalesce(f.lines, 0),
                               coalesce(f.debit_fen + f.credit_fen, 0), l.adjusted, l.adjusted_fen
                        from (
                            select count(*) filter (where not adjusts) as count,
                                   coalesce(sum(amount_fen) filter (where not adjusts), 0)::bigint as fen,
                                   count(*) filter (where adjusts) as adjusted,
                                   coalesce(sum(amount_fen) filter (where adjusts), 0)::bigint as adjusted_fen
                            from (
                                select amount_fen, kind = 'REVERSED' or tx_type = 'ADJUSTMENT' as adjusts
                                from book_leg
                                where accounting_date = :date
                                    and tx_type in ('EXCHANGE_IN', 'REDEEM', 'PAYOUT', 'PAYOUT_RETURN', 'REDEEM_RETURN',
                                                    'ADJUSTMENT')
                                    and (debit like 'core:%:clearing' or credit like 'core:%:clearing')) legs) l
                        left join core_file f on f.file_id = :file
                        on conflict (accounting_date, pair) do update
                        set ours_count = excluded.ours_count, ours_fen = excluded.ours_fen,
                            theirs_count = excluded.theirs_count, theirs_fen = excluded.theirs_fen,
                            adjusted_count = excluded.adjusted_count, adjusted_fen = excluded.adjusted_fen
                        """).bind("date", date).bind("file", fileId).then();
    }
}
