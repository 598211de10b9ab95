package cn.jiaozi.merchant.bill;

import cn.jiaozi.chassis.Copies;
import cn.jiaozi.chassis.RowFormat;
import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.merchant.outlet.WalletOwner;
import java.time.LocalDate;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// The rows of bills, written into files while they are read. All of them are of days that are complete, so that each
/// reading finds the same.
@Component
public class BillRowsStore {
    /// @see cn.jiaozi.merchant.format.TradeBill
    public static final String TRADE = """
            select s.at, s.store_no, s.terminal_id, s.payment_business_id, s.order_id, s.payer_wallet_tail,
                   s.payer_operator, s.pay_mode, s.kind = 'REFUND', s.amount_fen, s.business_id, s.refund_no, s.goods,
                   s.attach, case f.kind when 'FEE' then f.amount_fen else -f.amount_fen end, f.rate_bp,
                   starts_with(s.business_id, 'vouchers:')
            from sale s
            left join fee f on f.sale_business_id = s.business_id
            where s.merchant_no = :merchant_no and s.accounting_date = :day and s.wallet_store = :store_no
              and (:kind = '' or s.kind = :kind)
            order by s.at, s.business_id
            """;

    /// @see cn.jiaozi.merchant.format.OfflineBill
    private static final String OFFLINE = """
            select s.at, s.store_no, s.terminal_id, s.business_id, s.payer_wallet_tail, s.payer_operator,
                   s.voucher_count, s.amount_fen, f.amount_fen, f.rate_bp
            from sale s
            left join fee f on f.sale_business_id = s.business_id
            where s.merchant_no = :merchant_no and s.accounting_date = :day and s.wallet_store = :store_no
              and s.kind = 'SALE'
              and starts_with(s.business_id, 'vouchers:')
            order by s.at, s.business_id
            """;

    /// @see cn.jiaozi.merchant.format.FundFlowBill
    private static final String FLOW = """
            select l.at, l.shard || '-' || l.height || '-' || l.leg_no, l.business_id, l.tx_type, l.step, l.is_in,
                   l.amount_fen, l.balance_fen, l.other, s.order_id
            from (select at, shard, height, leg_no, business_id, tx_type, step, true as is_in, amount_fen,
                         credit_balance_fen as balance_fen, debit as other
                  from book_leg where credit = :address and accounting_date = :day
                  union all
                  select at, shard, height, leg_no, business_id, tx_type, step, false, amount_fen,
                         debit_balance_fen, credit
                  from book_leg where debit = :address and accounting_date = :day) l
            left join sale s on s.business_id = l.business_id
            order by l.shard, l.height, l.leg_no
            """;

    /// What a payout is made of is counted from the payout before it, or from the wallet's first leg. Days after the
    /// bill's own are left out before it begins, since they may not have been made easy to search yet.
    ///
    /// @see cn.jiaozi.merchant.format.SettlementBill
    private static final String SETTLEMENT = """
            select p.payout_id, p.account_tail, l.is_return, l.amount_fen, coalesce(ins.gross_fen, 0)::bigint,
                   coalesce(outs.refund_fen, 0)::bigint,
                   (coalesce(outs.fee_fen, 0) - coalesce(ins.fee_return_fen, 0))::bigint,
                   case when l.is_return then 'RETURNED' else p.state end, p.bank_ref
            from (select accounting_date, shard, height, leg_no, business_id, false as is_return, amount_fen
                  from book_leg where debit = :address and accounting_date = :day and tx_type = 'PAYOUT'
                  union all
                  select accounting_date, shard, height, leg_no, business_id, true, amount_fen
                  from book_leg where credit = :address and accounting_date = :day and tx_type = 'PAYOUT_RETURN') l
            join payout p on p.business_id = l.business_id
            left join lateral (
                select b.accounting_date, b.height
                from book_leg b
                where not l.is_return and b.debit = :address and b.tx_type = 'PAYOUT' and b.accounting_date <= :day
                  and (b.accounting_date, b.height) < (l.accounting_date, l.height)
                order by b.accounting_date desc, b.height desc
                limit 1) before on true
            left join lateral (
                select sum(i.amount_fen) filter (where i.tx_type in ('CONSUME', 'OFFLINE_SETTLE')) as gross_fen,
                       sum(i.amount_fen) filter (where i.tx_type = 'FEE_RETURN') as fee_return_fen
                from book_leg i
                where not l.is_return and i.credit = :address and i.accounting_date <= :day
                  and (i.accounting_date, i.height) < (l.accounting_date, l.height)
                  and (before.height is null
                       or (i.accounting_date, i.height) > (before.accounting_date, before.height))) ins on true
            left join lateral (
                select sum(o.amount_fen) filter (where o.tx_type in ('REFUND', 'REFUND_RECOVERY')) as refund_fen,
                       sum(o.amount_fen) filter (where o.tx_type = 'FEE') as fee_fen
                from book_leg o
                where not l.is_return and o.debit = :address and o.accounting_date <= :day
                  and (o.accounting_date, o.height) < (l.accounting_date, l.height)
                  and (before.height is null
                       or (o.accounting_date, o.height) > (before.accounting_date, before.height))) outs on true
            order by l.shard, l.height, l.leg_no
            """;

    /// What of the day payment-service has not told yet, and what it has told beside what the ledger has.
    private static final String ARRIVED = """
            with legs as (
                select business_id, amount_fen from book_leg
                where credit = :address and accounting_date = :day and tx_type in ('CONSUME', 'OFFLINE_SETTLE')
                union all
                select business_id, -sum(amount_fen)::bigint from book_leg
                where debit in (:address, :advances) and accounting_date = :day and tx_type = 'REFUND'
                group by business_id),
            sold as (
                select business_id, amount_fen from sale
                where merchant_no = :merchant_no and accounting_date = :day and wallet_store = :store_no),
            booked as (select l.amount_fen from legs l join sold s on s.business_id = l.business_id)
            select (select count(*) from legs l
                    left join book_payment p on p.accounting_date = :day and p.business_id = l.business_id
                    where p.business_id is null)
                   + (select count(*) from fee_refund_waiting w join sold s on s.business_id = w.business_id),
                   (select count(*) from sold), (select coalesce(sum(amount_fen), 0)::bigint from sold),
                   (select count(*) from booked), (select coalesce(sum(amount_fen), 0)::bigint from booked)
            """;

    private final Copies copies;

    public BillRowsStore(Copies copies) {
        this.copies = copies;
    }

    /// @param kind `SALE`, `REFUND`, or empty for both
    public Flux<byte[]> trade(WalletOwner owner, LocalDate day, String kind, RowFormat format) {
        return copies.read(TRADE, tradeOf(owner, day, kind), format);
    }

    /// The parameters of [#TRADE].
    public static Map<String, Object> tradeOf(WalletOwner owner, LocalDate day, String kind) {
        return Map.of("merchant_no", owner.merchantNo(), "store_no", owner.storeColumn(), "day", day, "kind", kind);
    }

    Flux<byte[]> offline(WalletOwner owner, LocalDate day, RowFormat format) {
        return copies.read(
                OFFLINE,
                Map.of("merchant_no", owner.merchantNo(), "store_no", owner.storeColumn(), "day", day),
                format);
    }

    Flux<byte[]> flow(String walletId, LocalDate day, RowFormat format) {
        return ofWallet(FLOW, walletId, day, format);
    }

    Flux<byte[]> settlement(String walletId, LocalDate day, RowFormat format) {
        return ofWallet(SETTLEMENT, walletId, day, format);
    }

    /// Not limited in time, as other statements are: it may read millions of rows.
    Mono<Arrival> arrived(MerchantDay day) {
        var arrival = new Arrival.Format();
        return copies.read(
                        ARRIVED,
                        Map.of(
                                "address",
                                Addresses.wallet(day.walletId()),
                                "advances",
                                Addresses.refundReceivable(day.walletId()),
                                "merchant_no",
                                day.owner().merchantNo(),
                                "store_no",
                                day.owner().storeColumn(),
                                "day",
                                day.day()),
                        arrival)
                .then(Mono.fromSupplier(arrival::found));
    }

    private Flux<byte[]> ofWallet(String select, String walletId, LocalDate day, RowFormat format) {
        return copies.read(select, Map.of("address", Addresses.wallet(walletId), "day", day), format);
    }
}
