package cn.jiaozi.merchant.sale;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.merchant.page.Cursor;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class SaleStore {
    private final DatabaseClient client;

    SaleStore(DatabaseClient client) {
        this.client = client;
    }

    /// A line that is there already is a fact told twice.
    ///
    /// @return the business ids of those that were not
    Mono<Set<String>> keep(List<Sale> sales) {
        return client.sql("""
                        insert into sale (business_id, payment_business_id, merchant_no, store_no, order_id, kind,
                                          payer_wallet_tail, payer_operator, amount_fen, accounting_date, at,
                                          terminal_id, pay_mode, refund_no, goods, attach, voucher_count,
                                          wallet_store)
                        select s.*, coalesce(w.store_no, '')
                        from unnest(:business_id, :payment_business_id, :merchant_no, :store_no, :order_id,
                                    :kind, :tail, :operator, :amount_fen, :accounting_date, :at,
                                    :terminal_id, :pay_mode, :refund_no, :goods, :attach, :voucher_count)
                            as s (business_id, payment_business_id, merchant_no, store_no)
                        left join payee_wallet w on w.merchant_no = s.merchant_no and w.store_no = s.store_no
                        order by 1
                        on conflict do nothing
                        returning business_id
                        """)
                .bind("business_id", Columns.text(sales, Sale::businessId))
                .bind("payment_business_id", Columns.text(sales, Sale::paymentBusinessId))
                .bind("merchant_no", Columns.text(sales, Sale::merchantNo))
                .bind("store_no", Columns.text(sales, s -> s.storeNo().orElse(null)))
                .bind("order_id", Columns.text(sales, Sale::orderId))
                .bind("kind", Columns.text(sales, s -> s.kind().name()))
                .bind("tail", Columns.text(sales, Sale::payerWalletTail))
                .bind("operator", Columns.text(sales, Sale::payerOperator))
                .bind("amount_fen", Columns.longs(sales, Sale::amountFen))
                .bind("accounting_date", Columns.dates(sales, Sale::accountingDate))
                .bind("at", Columns.instants(sales, Sale::at))
                .bind(
                        "terminal_id",
                        Columns.text(sales, s -> s.details().terminalId().orElse(null)))
                .bind("pay_mode", Columns.text(sales, s -> s.details().payMode().orElse(null)))
                .bind(
                        "refund_no",
                        Columns.text(sales, s -> s.details().refundNo().orElse(null)))
                .bind("goods", Columns.text(sales, s -> s.details().goods().orElse(null)))
                .bind("attach", Columns.text(sales, s -> s.details().attach().orElse(null)))
                .bind(
                        "voucher_count",
                        Columns.ints(sales, s -> s.details().voucherCount().orElse(null)))
                .mapValue(String.class)
                .all()
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Sums of the whole day, and the time of the newest sale of anybody that was heard of.
    Mono<SalesDay.Sums> sums(String merchantNo, LocalDate on, Instant now) {
        return client.sql("""
                        select coalesce((select max(at) from sale), :now) as as_of,
                               count(*) as count,
                               coalesce(sum(amount_fen) filter (where kind = 'SALE'), 0)::bigint as sold_fen,
                               coalesce(-sum(amount_fen) filter (where kind = 'REFUND'), 0)::bigint as refunded_fen
                        from sale where merchant_no = :no and accounting_date = :on
                        """)
                .bind("now", now)
                .bind("no", merchantNo)
                .bind("on", on)
                .map(SaleStore::sums)
                .one();
    }

    /// The fee of a sale counts as it is, what came back of it with a refund as negative.
    Mono<List<SalesDay.Line>> page(String merchantNo, LocalDate on, Cursor after, int limit) {
        return client.sql("""
                        select s.business_id, s.payment_business_id, s.merchant_no, s.store_no, s.order_id, s.kind,
                               s.payer_wallet_tail, s.payer_operator, s.amount_fen, s.accounting_date, s.at,
                               s.terminal_id, s.pay_mode, s.refund_no, s.goods, s.attach, s.voucher_count,
                               case s.kind when 'SALE' then f.amount_fen else -f.amount_fen end as fee_fen
                        from sale s left join fee f on f.sale_business_id = s.business_id
                        where s.merchant_no = :no and s.accounting_date = :on and (s.at, s.business_id) > (:at, :id)
                        order by s.at, s.business_id
                        limit :limit
                        """)
                .bind("no", merchantNo)
                .bind("on", on)
                .bind("at", after.at())
                .bind("id", after.id())
                .bind("limit", limit)
                .map(row -> SalesDay.Line.of(sale(row), Optional.ofNullable(row.get("fee_fen", Long.class))))
                .all()
                .collectList();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static SalesDay.Sums sums(Readable row) {
        return new SalesDay.Sums(
                row.get("as_of", Instant.class),
                row.get("count", Long.class),
                row.get("sold_fen", Long.class),
                row.get("refunded_fen", Long.class));
    }

    @SuppressWarnings("NullAway")
    private static Sale sale(Readable row) {
        return new Sale(
                row.get("business_id", String.class),
                row.get("payment_business_id", String.class),
                row.get("merchant_no", String.class),
                Optional.ofNullable(row.get("store_no", String.class)),
                row.get("order_id", String.class),
                Sale.Kind.valueOf(row.get("kind", String.class)),
                row.get("payer_wallet_tail", String.class),
                row.get("payer_operator", String.class),
                row.get("amount_fen", Long.class),
                row.get("accounting_date", LocalDate.class),
                row.get("at", Instant.class),
                new Sale.Details(
                        Optional.ofNullable(row.get("terminal_id", String.class)),
                        Optional.ofNullable(row.get("pay_mode", String.class)),
                        Optional.ofNullable(row.get("refund_no", String.class)),
                        Optional.ofNullable(row.get("goods", String.class)),
                        Optional.ofNullable(row.get("attach", String.class)),
                        Optional.ofNullable(row.get("voucher_count", Integer.class))));
    }
}
