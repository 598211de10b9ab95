package cn.jiaozi.payment.voucher;

import java.util.Optional;
import java.util.UUID;

/// What has become of a voucher that the ledger was asked to pay.
///
/// @param settlement    that it belongs to from now on
/// @param verdict       empty while the ledger is asked for it alone
/// @param isPaid        whether its payee has the money
/// @param receivableFen what of it no reserve covered
record Ended(Part part, UUID settlement, Optional<Verdict> verdict, Bearer bearer, boolean isPaid, long receivableFen) {
    /// The final one, or the one that it has when it is paid alone.
    Verdict expected() {
        return verdict.orElse(part.verdict());
    }

    /// Whether it is over, and its payee has nothing.
    boolean isUnpaid() {
        return !isPaid && verdict.isPresent();
    }
}
