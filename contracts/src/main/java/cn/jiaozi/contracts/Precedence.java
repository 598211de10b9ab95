package cn.jiaozi.contracts;

import java.util.List;
import java.util.Set;

/// Which reason the ledger tells when several stand in the way: the first of this one total order. A conflict comes
/// before all of them; it is not a reason.
public final class Precedence {
    public static final List<Reason> ORDER = List.of(
            Reason.ALREADY_POSTED,
            Reason.ATTEMPT_OUT_OF_ORDER,
            Reason.HOLD_NOT_FOUND,
            Reason.HOLD_NOT_PENDING,
            Reason.HOLD_EXPIRED,
            Reason.HOLD_NOT_DUE,
            Reason.HOLD_AMOUNT_INVALID,
            Reason.ENTRY_NOT_FOUND,
            Reason.ENTRY_NOT_REVERSIBLE,
            Reason.ENTRY_REVERSED,
            Reason.ACCOUNT_ON_OTHER_SHARD,
            Reason.ACCOUNT_NOT_FOUND,
            Reason.ACCOUNT_CLOSED,
            Reason.ACCOUNT_QUARANTINED,
            Reason.REQUEST_EXPIRED,
            Reason.DEBIT_FROZEN,
            Reason.CREDIT_FROZEN,
            Reason.INSUFFICIENT_FUNDS,
            Reason.BALANCE_CAP_EXCEEDED,
            Reason.AMOUNT_OVERFLOW,
            Reason.ACCOUNT_NOT_EMPTY);

    /// These depend on what the legs before have moved, so they are tried leg by leg, and the first leg that cannot be
    /// done decides. Every other reason is looked at for the whole request before the next reason is; the first leg
    /// that shows it names the account.
    public static final Set<Reason> BY_LEG =
            Set.of(Reason.INSUFFICIENT_FUNDS, Reason.BALANCE_CAP_EXCEEDED, Reason.AMOUNT_OVERFLOW);

    private Precedence() {}
}
