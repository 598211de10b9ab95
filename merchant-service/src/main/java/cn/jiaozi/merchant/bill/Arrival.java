package cn.jiaozi.merchant.bill;

import cn.jiaozi.chassis.Bytes;
import cn.jiaozi.chassis.CopyRow;
import cn.jiaozi.chassis.RowFormat;
import cn.jiaozi.merchant.format.DoesNotAddUp;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whether all of a merchant's sales of a day are here, and are what the ledger has booked.
///
/// @param missing what the ledger has booked and payment-service has not told yet
record Arrival(long missing, long sales, long soldFen, long entries, long bookedFen) {
    /// Sales and entries must be the same; nothing is made of them otherwise.
    boolean isWhole() {
        if (missing > 0) {
            return false;
        }
        if (sales != entries || soldFen != bookedFen) {
            throw new DoesNotAddUp("payment-service has told " + sales + " sales over " + soldFen
                    + ", of which the ledger has booked " + entries + " over " + bookedFen);
        }
        return true;
    }

    /// Reads its one row.
    static final class Format implements RowFormat {
        private @Nullable Arrival found;

        @Override
        public void begin(Bytes out) {}

        @Override
        public void row(CopyRow row, Bytes out) {
            found = new Arrival(row.int8(0), row.int8(1), row.int8(2), row.int8(3), row.int8(4));
        }

        @Override
        public void end(Bytes out) {}

        Arrival found() {
            return Objects.requireNonNull(found);
        }
    }
}
