package cn.jiaozi.wallet.load;

import cn.jiaozi.chassis.Json;
import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.sdk.voucher.Limits;
import cn.jiaozi.wallet.limit.WalletClass;

/// Whose limits a chip obeys, and how they are written down.
enum LoadLimits {
    /// A purse of a wallet whose holder is known (关联).
    LINKED,
    ANONYMOUS;

    static LoadLimits of(WalletClass walletClass) {
        return walletClass == WalletClass.HW_ANON ? ANONYMOUS : LINKED;
    }

    static PurseFact.Limits fact(Limits limits) {
        return new PurseFact.Limits(
                limits.policy(),
                limits.balanceFen(),
                limits.singleFen(),
                limits.singleWithPinFen(),
                limits.payments(),
                limits.totalFen(),
                limits.poweredOffPayments(),
                limits.poweredOffFen());
    }

    static String written(Limits limits) {
        return Json.write(fact(limits));
    }

    static Limits read(String written) {
        var limits = Json.read(written, PurseFact.Limits.class);
        return new Limits(
                limits.policy(),
                limits.balanceFen(),
                limits.singleFen(),
                limits.singleWithPinFen(),
                limits.payments(),
                limits.totalFen(),
                limits.poweredOffPayments(),
                limits.poweredOffFen());
    }
}
