package cn.jiaozi.merchant.receipt;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.contracts.PayMode;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.merchant.payout.PayoutState;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// The facts that receipts are made of, where other features keep them.
@Component
class ReceiptStore {
    private final DatabaseClient client;

    /// What a leg is of.
    record Of(String businessId, String txType, String merchantNo) {}

    ReceiptStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Sold> sold(String merchantNo, String businessId) {
        return client.sql("""
                        select s.*, p.wallet_id, f.amount_fen as fee_fen, w.business_id is not null as fee_unknown
                        from sale s
                        join payee_wallet p on p.merchant_no = s.merchant_no and p.store_no = s.wallet_store
                        left join fee f on f.sale_business_id = s.business_id
                        left join fee_refund_waiting w on w.business_id = s.business_id
                        where s.business_id = :id and s.merchant_no = :no
                        """)
                .bind("id", businessId)
                .bind("no", merchantNo)
                .map(ReceiptStore::sold)
                .one();
    }

    /// @param id of the payout, or the one that its asker gave it
    Mono<PaidOut> paidOut(String merchantNo, String id) {
        return client.sql("""
                        select payout_id, wallet_id, account_tail, state, amount_fen, paid_on, returned_on, bank_ref,
                               paid_at, returned_at
                        from payout where merchant_no = :no and (payout_id = :id or act_id = :id)
                        """)
                .bind("no", merchantNo)
                .bind("id", id)
                .map(ReceiptStore::paidOut)
                .one();
    }

    /// What was posted of a business on a day and in a time, in the ledger's order.
    Mono<List<Booked>> booked(LocalDate on, String businessId, TxType txType, Instant from, Instant until) {
        return client.sql("""
                        select shard, height, leg_no, debit, credit, amount_fen, at
                        from book_leg
                        where accounting_date = :on and at between :from and :until and business_id = :id
                          and tx_type = :type and kind in ('POSTED', 'CAPTURED')
                        order by shard, height, leg_no
                        """)
                .bind("from", from)
                .bind("until", until)
                .bind("on", on)
                .bind("id", businessId)
                .bind("type", txType.name())
                .map(ReceiptStore::booked)
                .all()
                .collectList();
    }

    Mono<Of> of(ReceiptNumber number) {
        return client.sql("""
                        select l.business_id, l.tx_type, coalesce(s.merchant_no, p.merchant_no) as merchant_no
                        from book_leg l
                        left join sale s on s.business_id = l.business_id
                        left join payout p on p.business_id = l.business_id
                        where l.accounting_date = :on and l.shard = :shard and l.height = :height and l.leg_no = :leg
                          and coalesce(s.merchant_no, p.merchant_no) is not null
                        """)
                .bind("on", number.accountingDate())
                .bind("shard", number.shard())
                .bind("height", number.height())
                .bind("leg", number.legNo())
                .map(row -> new Of(
                        requireNonNull(row.get("business_id", String.class)),
                        requireNonNull(row.get("tx_type", String.class)),
                        requireNonNull(row.get("merchant_no", String.class))))
                .one();
    }

    private static Sold sold(Readable row) {
        return new Sold(
                text(row, "business_id"),
                text(row, "payment_business_id"),
                text(row, "order_id"),
                text(row, "wallet_id"),
                optional(row, "store_no", String.class),
                optional(row, "terminal_id", String.class),
                optional(row, "pay_mode", String.class).map(PayMode::valueOf),
                optional(row, "refund_no", String.class),
                optional(row, "goods", String.class),
                optional(row, "attach", String.class),
                optional(row, "voucher_count", Integer.class),
                text(row, "payer_wallet_tail"),
                text(row, "payer_operator"),
                requireNonNull(row.get("amount_fen", Long.class)),
                requireNonNull(row.get("accounting_date", LocalDate.class)),
                requireNonNull(row.get("at", Instant.class)),
                optional(row, "fee_fen", Long.class),
                requireNonNull(row.get("fee_unknown", Boolean.class)));
    }

    private static PaidOut paidOut(Readable row) {
        return new PaidOut(
                text(row, "payout_id"),
                text(row, "wallet_id"),
                text(row, "account_tail"),
                PayoutState.valueOf(text(row, "state")),
                optional(row, "amount_fen", Long.class),
                optional(row, "paid_on", LocalDate.class),
                optional(row, "returned_on", LocalDate.class),
                optional(row, "bank_ref", String.class),
                optional(row, "paid_at", Instant.class),
                optional(row, "returned_at", Instant.class));
    }

    private static Booked booked(Readable row) {
        return new Booked(
                requireNonNull(row.get("shard", Integer.class)),
                requireNonNull(row.get("height", Long.class)),
                requireNonNull(row.get("leg_no", Integer.class)),
                text(row, "debit"),
                text(row, "credit"),
                requireNonNull(row.get("amount_fen", Long.class)),
                requireNonNull(row.get("at", Instant.class)));
    }

    private static String text(Readable row, String column) {
        return requireNonNull(row.get(column, String.class));
    }

    private static <T> Optional<T> optional(Readable row, String column, Class<T> type) {
        return Optional.ofNullable(row.get(column, type));
    }
}
