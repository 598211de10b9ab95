package cn.jiaozi.merchant;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;

/// A complete day of one merchant, as the book, sales, fees and payouts would have it. Days lie far ahead, where no
/// other test has any, and follow one another.
final class BookedDay {
    private static final LocalDate FIRST = LocalDate.of(2131, 1, 1);
    private static final AtomicInteger DAYS = new AtomicInteger();
    private static long block = 1;
    private static long height = 1;

    private final DatabaseClient client;
    private final String merchantNo;
    private final String storeNo;
    private final String walletId;
    private final LocalDate day;
    private final long after;
    private long balanceFen;
    private final AtomicLong postedFen;

    /// @param openingFen what the day before has left
    BookedDay(DatabaseClient client, String merchantNo, String walletId, long openingFen) {
        this.client = client;
        this.merchantNo = merchantNo;
        this.storeNo = "";
        this.walletId = walletId;
        this.balanceFen = openingFen;
        this.postedFen = new AtomicLong();
        int number = DAYS.getAndIncrement();
        this.day = FIRST.plusDays(number);
        this.after = height - 1;
        if (number == 0) {
            // What other tests have told of earlier days is nothing here.
            run("""
                insert into bill_day (accounting_date, closed_at, counted_at) values (:day, now(), now())
                """, Map.of("day", day.minusDays(1)));
        }
        run("select add_book_days(array[:day]::date[])", Map.of("day", day));
    }

    private BookedDay(BookedDay beside, String storeNo, String walletId, long openingFen) {
        this.client = beside.client;
        this.merchantNo = beside.merchantNo;
        this.storeNo = storeNo;
        this.walletId = walletId;
        this.balanceFen = openingFen;
        this.postedFen = beside.postedFen;
        this.day = beside.day;
        this.after = beside.after;
    }

    /// The same day of a store that has a wallet of its own.
    BookedDay ofStore(String store, String wallet) {
        return ofStore(store, wallet, 0);
    }

    BookedDay ofStore(String store, String wallet, long openingFen) {
        return new BookedDay(this, store, wallet, openingFen);
    }

    LocalDate day() {
        return day;
    }

    long balanceFen() {
        return balanceFen;
    }

    String address() {
        return "wallet:" + walletId + ":available";
    }

    static String customer() {
        return "wallet:0020000000000014:available";
    }

    Instant at(int minute) {
        return day.atTime(9, 0)
                .plusMinutes(minute)
                .atZone(ZoneId.of("Asia/Shanghai"))
                .toInstant();
    }

    void come(String txType, String businessId, String from, long amountFen, int minute) {
        balanceFen += amountFen;
        leg(txType, businessId, from, address(), amountFen, null, balanceFen, minute);
    }

    void go(String txType, String businessId, String to, long amountFen, int minute) {
        balanceFen -= amountFen;
        leg(txType, businessId, address(), to, amountFen, balanceFen, null, minute);
    }

    /// What the bank has paid of a refund, past the wallet.
    void advance(String businessId, long amountFen, int minute) {
        leg("REFUND", businessId, advances(), customer(), amountFen, null, null, minute);
    }

    String advances() {
        return "wallet:" + walletId + ":receivable:refunds";
    }

    private void leg(
            String txType,
            String businessId,
            String debit,
            String credit,
            long amountFen,
            @Nullable Long debitFen,
            @Nullable Long creditFen,
            int minute) {
        postedFen.addAndGet(amountFen);
        var insert = client.sql("""
                        insert into book_leg (accounting_date, shard, height, leg_no, kind, tx_type, business_id, step,
                                              debit, credit, amount_fen, debit_balance_fen, credit_balance_fen, at)
                        values (:day, 0, :height, 1, 'POSTED', :type, :id, 'post', :debit, :credit, :fen, :debit_fen,
                                :credit_fen, :at)
                        """)
                .bind("day", day)
                .bind("height", height++)
                .bind("type", txType)
                .bind("id", businessId)
                .bind("debit", debit)
                .bind("credit", credit)
                .bind("fen", amountFen)
                .bind("at", at(minute));
        insert = debitFen == null ? insert.bindNull("debit_fen", Long.class) : insert.bind("debit_fen", debitFen);
        insert = creditFen == null ? insert.bindNull("credit_fen", Long.class) : insert.bind("credit_fen", creditFen);
        insert.then().block();
    }

    /// As payment-service tells it: a sale, and how its payment ended.
    void sale(String businessId, String paymentId, String order, long amountFen, int minute, Sold sold) {
        run(
                """
            insert into sale (business_id, payment_business_id, merchant_no, store_no, order_id, kind,
                              payer_wallet_tail, payer_operator, amount_fen, accounting_date, at, terminal_id,
                              pay_mode, refund_no, goods, attach, voucher_count,
                              wallet_store)
            values (:id, :payment, :merchant, nullif(:store, ''), :order, case when :fen > 0 then 'SALE' else 'REFUND' end,
                    '0014', '002', :fen, :day, :at, nullif(:terminal, ''), nullif(:mode, ''), nullif(:refund_no, ''),
                    nullif(:goods, ''), nullif(:attach, ''), nullif(:vouchers, 0), :wallet_store)
            """,
                Map.ofEntries(
                        Map.entry("id", businessId),
                        Map.entry("payment", paymentId),
                        Map.entry("merchant", merchantNo),
                        Map.entry("store", sold.store()),
                        Map.entry("order", order),
                        Map.entry("fen", amountFen),
                        Map.entry("day", day),
                        Map.entry("at", at(minute)),
                        Map.entry("terminal", sold.terminal()),
                        Map.entry("mode", sold.mode()),
                        Map.entry("refund_no", sold.refundNo()),
                        Map.entry("goods", sold.goods()),
                        Map.entry("attach", sold.attach()),
                        Map.entry("vouchers", sold.vouchers()),
                        Map.entry("wallet_store", storeNo)));
        told(businessId, amountFen);
    }

    record Sold(
            String store, String terminal, String mode, String refundNo, String goods, String attach, int vouchers) {
        static final Sold PLAIN = new Sold("", "", "", "", "Tea", "", 0);
    }

    void told(String businessId, long amountFen) {
        run("""
            insert into book_payment (accounting_date, business_id, tx_type, state, amount_fen, at)
            values (:day, :id, 'CONSUME', 'SUCCEEDED', :fen, now())
            """, Map.of("day", day, "id", businessId, "fen", Math.abs(amountFen)));
    }

    /// A payment of an order with its leg and its sale.
    String paid(long amountFen, int minute) {
        String id = "payment:" + UUID.randomUUID();
        come("CONSUME", id, customer(), amountFen, minute);
        sale(id, id, "order-" + minute, amountFen, minute, Sold.PLAIN);
        return id;
    }

    /// Complete, closed, and covered by a published header.
    void close() {
        block += 10;
        run(
                """
            insert into book_day (shard, accounting_date, after_height, last_height, last_block, posted_fen, closed_at,
                                  complete_at)
            values (0, :day, :after, :last, :block, :posted, :closed, now())
            """,
                Map.of(
                        "day",
                        day,
                        "after",
                        after,
                        "last",
                        height - 1,
                        "block",
                        block,
                        "posted",
                        postedFen.get(),
                        "closed",
                        at(16 * 60)));
        for (long number : new long[] {block - 1, block + 2, block + 5}) {
            run("""
                insert into ledger_checkpoint (shard, number, ledger, hash, header, signature)
                values (0, :number, 'jiaozi-1', :hash, 'header', 'signature') on conflict do nothing
                """, Map.of("number", number, "hash", "%064x".formatted(number)));
        }
    }

    /// A plan of the day; fees name it.
    String feePlan() {
        String plan = UUID.randomUUID().toString();
        run("""
            insert into fee_plan (plan_id, merchant_no, effective_on, rate_bp, per_transaction_fen, refund_policy, state,
                                  proposed_by, proposed_at)
            values (:plan::uuid, :no, :day, 38, 0, 'RETURN_PROPORTIONALLY', 'PROPOSED', 'clerk', now())
            """, Map.of("plan", plan, "no", merchantNo, "day", day));
        return plan;
    }

    /// A fee that is posted, or what comes back of one.
    ///
    /// @param sale business id of the sale or the refund
    /// @param kind FEE or FEE_RETURN
    void fee(String plan, String sale, String kind, long amountFen) {
        run(
                """
            insert into fee (business_id, sale_business_id, payment_business_id, merchant_no, wallet_id, branch_code, kind,
                             amount_fen, plan_id, rate_bp, state, attempt, accounting_date, requested_at, ended_at)
            values (:id, :sale, :sale, :no, :wallet, '0001', :kind, :fen, :plan::uuid, 38, 'POSTED', 1, :day, now(), now())
            """,
                Map.of(
                        "id",
                        "fee:" + UUID.randomUUID(),
                        "sale",
                        sale,
                        "no",
                        merchantNo,
                        "wallet",
                        walletId,
                        "kind",
                        kind,
                        "fen",
                        amountFen,
                        "plan",
                        plan,
                        "day",
                        day));
    }

    /// The height before the day's first.
    long after() {
        return after;
    }

    long block() {
        return block;
    }

    void run(String sql, Map<String, ?> values) {
        var statement = client.sql(sql);
        for (var each : values.entrySet()) {
            statement = statement.bind(each.getKey(), each.getValue());
        }
        statement.fetch().rowsUpdated().block();
    }
}
