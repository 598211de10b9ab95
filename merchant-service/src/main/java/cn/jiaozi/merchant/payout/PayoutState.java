package cn.jiaozi.merchant.payout;

/// How far a payout is.
public enum PayoutState {
    /// Asked for.
    PLANNED,
    /// The ledger holds the money.
    DEBITED,
    /// The core is called, or has answered and the ledger has not heard yet.
    SENT,
    /// The core's answer was lost, and it is asked what became of it.
    UNKNOWN,
    /// The money is in the bank account.
    PAID,
    /// The bank has sent it back, and it is in the wallet again.
    RETURNED,
    /// There was not as much as the minimum.
    SKIPPED,
    /// It may not be; the money is in the wallet.
    REFUSED;

    boolean isFinal() {
        return switch (this) {
            case PLANNED, DEBITED, SENT, UNKNOWN -> false;
            case PAID, RETURNED, SKIPPED, REFUSED -> true;
        };
    }
}
