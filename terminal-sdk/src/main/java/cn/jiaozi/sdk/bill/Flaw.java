package cn.jiaozi.sdk.bill;

/// Why a bill is not to be believed, or not proven.
///
/// @param text a sentence for whoever holds it
public record Flaw(Kind kind, String text) {
    public enum Kind {
        /// Something is not written as it must be.
        MALFORMED,
        /// The digest in the bill's last line is not that of what stands above it.
        DIGEST,
        /// A block is not the operator's, or its entries are not its own.
        BLOCK,
        /// Blocks do not follow one another, or contradict a checkpoint.
        CHAIN,
        /// The blocks do not reach over the whole day.
        COVERAGE,
        /// The ledger has moved something that the bill does not tell.
        MISSING_ROW,
        /// The bill tells of what the ledger has not moved.
        EXTRA_ROW,
        /// A row tells a movement with another amount, direction or act.
        ROW,
        /// A balance does not follow from the one before.
        BALANCE,
        /// The summary is not the sum of the rows.
        SUMMARY
    }

    static Flaw of(Kind kind, String text) {
        return new Flaw(kind, text);
    }
}
