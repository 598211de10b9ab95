package cn.jiaozi.merchant.payout;

import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.WalletEvent.PayoutMove;
import cn.jiaozi.merchant.outlet.WalletOwner;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// A payout as it lies in its table.
final class PayoutRow {
    private PayoutRow() {}

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    static Payout payout(Readable row) {
        return new Payout(
                row.get("payout_id", String.class),
                WalletOwner.read(row.get("merchant_no", String.class), row.get("store_no", String.class)),
                row.get("wallet_id", String.class),
                row.get("account_tail", String.class),
                row.get("due_on", LocalDate.class),
                row.get("slot", String.class),
                optional(row, "calendar", String.class),
                optional(row, "act_id", String.class)
                        .map(actId -> new Payout.Wish(actId, row.get("requested_by", String.class))),
                new Payout.Bounds(
                        row.get("keep_fen", Long.class),
                        row.get("minimum_fen", Long.class),
                        row.get("at_most_fen", Long.class)),
                row.get("planned_at", Instant.class),
                heard(row));
    }

    private static Heard heard(Readable row) {
        return new Heard(
                optional(row, "amount_fen", Long.class),
                optional(row, "held_on", LocalDate.class),
                optional(row, "paid_on", LocalDate.class),
                optional(row, "returned_on", LocalDate.class),
                optional(row, "moved", String.class).map(PayoutMove::valueOf),
                optional(row, "bank_ref", String.class),
                optional(row, "reason", String.class).map(Reason::valueOf),
                optional(row, "paid_at", Instant.class),
                optional(row, "back_at", Instant.class),
                optional(row, "refused_at", Instant.class),
                optional(row, "returned_at", Instant.class));
    }

    private static <T> Optional<T> optional(Readable row, String column, Class<T> type) {
        return Optional.ofNullable(row.get(column, type));
    }
}
