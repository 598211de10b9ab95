package cn.jiaozi.merchant.bill;

import cn.jiaozi.merchant.outlet.WalletOwner;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;

/// One file about one wallet and day.
///
/// @param built what it has become
/// @param flaw  why there is none
record Bill(
        UUID id,
        WalletOwner owner,
        LocalDate day,
        BillKind kind,
        State state,
        Optional<Built> built,
        Optional<String> flaw) {
    enum State {
        WANTED,
        BUILT,
        FLAWED,
        WITHHELD
    }

    /// @param claim      under which its pieces are kept
    /// @param sums       as JSON
    /// @param bodySha256 of the file without its closing line
    record Built(UUID claim, long rows, int pieces, String sums, String bodySha256) {}

    /// The name that merchants know from the field: number (and store), type, day, version of the format.
    String fileName() {
        return owner.dashed() + "_" + kind + "_" + DateTimeFormatter.BASIC_ISO_DATE.format(day) + "_v1"
                + (kind.isXml() ? ".xml" : ".csv");
    }
}
