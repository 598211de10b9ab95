package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.Reason;
import java.util.List;

/// Which reason is told when several stand in the way: the first of this list.
///
/// Everything up to [Reason#CREDIT_FROZEN] is looked at for the whole entry before the next reason is (the first leg
/// that shows it names the account). The last three depend on what the legs before have moved, so they are tried leg
/// by leg, and the first leg that cannot be done decides. A conflict comes before all of them; it is not a reason.
final class Precedence {
    static final List<Reason> ORDER = List.of(
            Reason.ALREADY_POSTED,
            Reason.ATTEMPT_OUT_OF_ORDER,
            Reason.HOLD_NOT_FOUND,
            Reason.HOLD_NOT_PENDING,
            Reason.ACCOUNT_NOT_FOUND,
            Reason.REQUEST_EXPIRED,
            Reason.DEBIT_FROZEN,
            Reason.CREDIT_FROZEN,
            Reason.INSUFFICIENT_FUNDS,
            Reason.BALANCE_CAP_EXCEEDED,
            Reason.AMOUNT_OVERFLOW);

    private Precedence() {}
}
