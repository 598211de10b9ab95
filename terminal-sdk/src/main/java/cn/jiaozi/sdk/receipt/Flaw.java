package cn.jiaozi.sdk.receipt;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Why a receipt or a proof is not to be believed.
///
/// @param text a sentence for whoever holds it
public record Flaw(Kind kind, String text) {
    /// In the order in which they are looked for; the names are those that `docs/verify_receipt.py` prints too.
    public enum Kind {
        /// Something is not written as it must be, so that nothing can be checked.
        MALFORMED,
        /// A header, or the receipt itself, names another key than the operator's.
        KEY,
        /// The signature on the block is not the operator's.
        BLOCK_SIGNATURE,
        /// Heights, numbers or ledgers do not belong together.
        NUMBERS,
        /// The entry is not one of the block's.
        INCLUSION,
        /// The entry has no such field, or it is opened twice.
        FIELD,
        /// What is opened is not what the entry commits to.
        OPENING,
        /// The signature on a checkpoint is not the operator's.
        CHECKPOINT_SIGNATURE,
        /// The older header is not among those that the newer one fixes.
        LINK,
        /// The blocks before the older checkpoint are not the first ones before the newer one.
        CONSISTENCY
    }

    static Supplier<Optional<Flaw>> unless(BooleanSupplier right, Kind kind, String text) {
        return () -> right.getAsBoolean() ? Optional.empty() : Optional.of(new Flaw(kind, text));
    }

    /// Later checks are made only when the earlier ones have found nothing.
    static Optional<Flaw> first(List<Supplier<Optional<Flaw>>> checks) {
        return checks.stream().map(Supplier::get).flatMap(Optional::stream).findFirst();
    }

    static Flaw malformed(IllegalArgumentException e) {
        return new Flaw(Kind.MALFORMED, String.valueOf(e.getMessage()));
    }
}
