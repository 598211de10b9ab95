package cn.jiaozi.payment.voucher;

import cn.jiaozi.sdk.receipt.Hash;
import java.util.Set;

/// What the rules say of a copy.
sealed interface Finding {
    /// Something is on its way that decides it.
    record Waits(Cause cause) implements Finding {}

    enum Cause {
        /// The copy of the till, of its store or of the payee's purse.
        PAYEE,
        /// The copy of the purse that pays.
        PURSE,
        LOAD,
        /// The copy of the revocation list that the payee has named.
        LIST,
        /// The ledger's answer to another copy of the same voucher.
        SETTLING
    }

    record Rejected(Verdict verdict, Bearer bearer) implements Finding {}

    /// @param of the voucher that has been paid
    record Duplicate(Hash of) implements Finding {}

    /// To be asked of the ledger, which alone knows whether the reserve covers it.
    record Pays(Verdict verdict, Bearer bearer, Set<Flag> flags, Funding funding) implements Finding {
        /// Whether it is the one debit that has this counter.
        boolean holdsSlot() {
            return verdict != Verdict.DOUBLE_SPEND;
        }
    }
}
