package cn.jiaozi.ledger.audit;

import java.util.Optional;

/// Something that cannot be in sound books.
///
/// @param address the account that shows it; it is put in quarantine. A finding without one stops the shard
record Finding(Kind kind, Optional<Long> block, Optional<Long> height, Optional<String> address, String detail) {
    enum Kind {
        /// A block is not there, cannot be read, or stands in another place than its header says.
        BLOCK_MISSING,
        /// A header is under a key that is none of the operator's.
        BLOCK_KEY,
        /// A header's signature is not its key's.
        BLOCK_SIGNATURE,
        /// A header does not name the header before it, or its entries do not follow those of the block before.
        BLOCK_LINK,
        /// The tree over the headers is not what a header or the table of its nodes says.
        BLOCK_TREE,
        /// A published header is not the one that stands in the chain.
        CHECKPOINT,
        ENTRY_MISSING,
        /// An entry stands at the height of another.
        ENTRY_MOVED,
        /// An entry is not what its block was closed over.
        ENTRY_ALTERED,
        /// The balance that a leg says it left does not follow from the leg before.
        BALANCE_AFTER,
        /// An account's counters are not what its entries make them.
        ACCOUNT_COUNTERS,
        TRIAL_BALANCE
    }

    static Finding inBlock(Kind kind, long block, String detail) {
        return new Finding(kind, Optional.of(block), Optional.empty(), Optional.empty(), detail);
    }

    static Finding inEntry(Kind kind, long block, long height, String detail) {
        return new Finding(kind, Optional.of(block), Optional.of(height), Optional.empty(), detail);
    }

    static Finding onAccount(Kind kind, Optional<Long> height, String address, String detail) {
        return new Finding(kind, Optional.empty(), height, Optional.of(address), detail);
    }
}
