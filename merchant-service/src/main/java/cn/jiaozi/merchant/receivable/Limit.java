package cn.jiaozi.merchant.receivable;

import cn.jiaozi.chassis.Asking.Ask;
import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerRequest.ConstrainAccount;
import cn.jiaozi.contracts.StepId;
import java.util.Optional;

/// What may be owed for refunds out of a wallet.
///
/// @param version higher than any that was asked for before
record Limit(String walletId, long limitFen, long version) {
    static final String NOUN = "advance-limit";

    /// Below the balance it takes nothing back, but ends what is advanced.
    Ask ask() {
        return new Ask(
                walletId,
                new ConstrainAccount(
                        StepId.first(NOUN + ":" + walletId, "v" + version),
                        Addresses.refundReceivable(walletId),
                        false,
                        false,
                        0,
                        Optional.of(limitFen),
                        version));
    }
}
