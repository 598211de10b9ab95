package cn.jiaozi.merchant.reconciliation;

import java.time.LocalDate;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Compares two sides of a day. Both are stacked and grouped by key, which is a full outer join that keeps duplicates
/// apart; whatever the number of rows, none of them leaves the database. What is the same comes out as one row.
@Component
class MatchStore {
    private static final String INTO_FOUND = """
            insert into reconciliation_found (accounting_date, pair, part, key, mark, reason, count, ours_count, ours_fen,
                                              theirs_count, theirs_fen)
            select :date, :pair, :part, case when reason is not null then key end as odd, mark, reason, count(*),
                   sum(ours)::bigint, sum(ours_fen)::bigint, sum(theirs)::bigint, sum(theirs_fen)::bigint
            """;

    private static final String OF_PART = " (hashtextextended(%s, 0) & 1048575) %% :parts = :part ";

    private static final String PAYMENTS =
            INTO_FOUND + """
            from (
                select key, reason, ours, ours_fen, theirs, theirs_fen,
                       case reason when 'AMOUNT_DIFFERS' then 'DIFF' when 'NOT_POSTED' then 'MORE'
                                   when 'PAYMENT_FAILED' then 'FANS' when 'NO_WORD_YET' then 'PROC' else 'SAME' end
                       as mark
                from (
                    select key, paid + failed as ours, ours_fen, legs as theirs, theirs_fen,
                           case when paid > 0 and legs > 0 and ours_fen = theirs_fen then null
                                when paid > 0 and legs > 0 then 'AMOUNT_DIFFERS'
                                when paid > 0 then 'NOT_POSTED'
                                when failed > 0 and legs > 0 then 'PAYMENT_FAILED'
                                when failed > 0 then null
                                else 'NO_WORD_YET' end as reason
                    from (
                        select key, sum(paid) as paid, sum(failed) as failed, sum(legs) as legs,
                               sum(ours_fen) as ours_fen, sum(theirs_fen) as theirs_fen
                        from (
                            select business_id collate "C" as key, (state = 'SUCCEEDED')::int as paid,
                                   (state = 'FAILED')::int as failed, 0 as legs,
                                   coalesce(amount_fen, 0) as ours_fen, 0::bigint as theirs_fen
                            from book_payment
                            where accounting_date = :date and""" + OF_PART.formatted("business_id") + """
                            union all
                            select business_id collate "C", 0, 0, 1, 0, amount_fen
                            from book_leg
                            where accounting_date = :date and kind <> 'REVERSED'
                                and tx_type in ('P2P', 'CONSUME', 'REFUND', 'OFFLINE_SETTLE')
                                and""" + OF_PART.formatted("business_id") + """
                        ) as stacked
                        group by key
                    ) as keys
                ) as reasons
            ) as marks
            group by odd, mark, reason
            """;

    /// A leg against the core's clearing account, and a line of the core's file. What the core has refused moves no
    /// money, and is the same as nothing unless the ledger has posted or still holds.
    private static final String CORE =
            INTO_FOUND + """
            from (
                select key, reason, ours, ours_fen, theirs, theirs_fen,
                       case reason when 'AMOUNT_DIFFERS' then 'DIFF' when 'DIRECTION_DIFFERS' then 'DIFF'
                                   when 'WALLET_DIFFERS' then 'DIFF' when 'BOOKED_TWICE' then 'LESS'
                                   when 'CORE_REFUSED' then 'SANF' when 'NOT_IN_FILE_YET' then 'PROC'
                                   when 'LEDGER_HOLDS' then 'EANS' when 'LEDGER_VOIDED' then 'FANS'
                                   when 'NOT_IN_LEDGER_YET' then 'PROC' when 'REFUSED_BUT_HELD' then 'EANF'
                                   else 'SAME' end as mark
                from (
                    select key, ours, ours_fen, done + refused as theirs, theirs_fen,
                           case when done > 1 then 'BOOKED_TWICE'
                                when ours > 0 and done = 1 and sign(ours_way) <> sign(theirs_way)
                                    then 'DIRECTION_DIFFERS'
                                when ours > 0 and done = 1 and one_wallet <> other_wallet then 'WALLET_DIFFERS'
                                when ours > 0 and done = 1 and ours_fen <> theirs_fen then 'AMOUNT_DIFFERS'
                                when ours > 0 and done = 1 then null
                                when ours > 0 and refused > 0 then 'CORE_REFUSED'
                                when ours > 0 then 'NOT_IN_FILE_YET'
                                when done = 1 and held > 0 then 'LEDGER_HOLDS'
                                when done = 1 and voided > 0 then 'LEDGER_VOIDED'
                                when done = 1 then 'NOT_IN_LEDGER_YET'
                                when held > 0 then 'REFUSED_BUT_HELD' end as reason
                    from (
                        select key, sum(ours) as ours, sum(done) as done, sum(refused) as refused, sum(held) as held,
                               sum(voided) as voided, sum(ours_fen) as ours_fen, sum(theirs_fen) as theirs_fen,
                               sum(ours_way) as ours_way, sum(theirs_way) as theirs_way,
                               min(wallet) as one_wallet, max(wallet) as other_wallet
                        from (
                            select case when tx_type in ('PAYOUT_RETURN', 'REDEEM_RETURN') then 'return:' else '' end
                                   || substr(business_id, strpos(business_id, ':') + 1) collate "C" as key,
                                   1 as ours, 0 as done, 0 as refused, 0 as held, 0 as voided,
                                   amount_fen as ours_fen, 0::bigint as theirs_fen,
                                   case when debit like 'core:%' then 1 else -1 end as ours_way, 0 as theirs_way,
                                   hashtextextended(split_part(
                                       case when debit like 'core:%' then credit else debit end, ':', 2), 0) as wallet
                            from book_leg
                            where accounting_date = :date and kind <> 'REVERSED'
                                and tx_type in ('EXCHANGE_IN', 'REDEEM', 'PAYOUT', 'PAYOUT_RETURN',
                                                'REDEEM_RETURN')
                                and (debit like 'core:%:clearing' or credit like 'core:%:clearing')
                                and""" + OF_PART.formatted("substr(business_id, strpos(business_id, ':') + 1)") + """
                            union all
                            select case when kind = 'RETURN' then 'return:' else '' end || request_id, 0,
                                   (state = 'DONE')::int, (state <> 'DONE')::int, 0, 0, 0,
                                   case when state = 'DONE' then amount_fen else 0 end, 0,
                                   case when kind = 'CREDIT' then -1 else 1 end, hashtextextended(wallet_id, 0)
                            from core_line
                            where file_id = :file and"""
                    + OF_PART.formatted("request_id") + """
                            union all
                            select substr(business_id, strpos(business_id, ':') + 1), 0, 0, 0, (state = 'HELD')::int,
                                   (state = 'VOIDED')::int, 0, 0, 0, 0, null
                            from reconciliation_hold
                            where state in ('HELD', 'VOIDED') and accounting_date between :date - 40 and :date + 1
                                and"""
                    + OF_PART.formatted("substr(business_id, strpos(business_id, ':') + 1)") + """
                        ) as stacked
                        group by key
                    ) as keys
                    where ours + done + refused > 0
                ) as reasons
            ) as marks
            group by odd, mark, reason
            """;

    private final DatabaseClient client;

    MatchStore(DatabaseClient client) {
        this.client = client;
    }

    /// For the rest of the transaction: a comparison takes longer, and more memory, than anything else here.
    Mono<Void> takeTime(ReconciliationSettings settings) {
        return client.sql("""
                        select set_config('statement_timeout', :patience, true),
                               set_config('work_mem', :memory, true)
                        """)
                .bind("patience", settings.partWithin().toMillis() + "ms")
                .bind("memory", settings.workMemory())
                .then();
    }

    /// Before the first part of a step: what an earlier round has found.
    Mono<Void> forget(LocalDate date, Pair pair) {
        return client.sql("delete from reconciliation_found where accounting_date = :date and pair = :pair")
                .bind("date", date)
                .bind("pair", pair.name())
                .then();
    }

    Mono<Void> payments(Run run) {
        return bound(run, Pair.PAYMENT_LEDGER, PAYMENTS).then();
    }

    Mono<Void> core(Run run, long fileId) {
        return bound(run, Pair.LEDGER_CORE, CORE).bind("file", fileId).then();
    }

    private DatabaseClient.GenericExecuteSpec bound(Run run, Pair pair, String sql) {
        return client.sql(sql)
                .bind("date", run.date())
                .bind("pair", pair.name())
                .bind("part", run.part())
                .bind("parts", run.parts());
    }
}
