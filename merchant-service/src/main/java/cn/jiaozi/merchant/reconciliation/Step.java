package cn.jiaozi.merchant.reconciliation;

/// How far the reconciliation of a day is, in this order.
enum Step {
    /// Waits until each shard's entries of the day are here.
    LEDGER_DAY,
    PAYMENTS,
    /// Waits for the core's file.
    CORE_FILE,
    CORE,
    /// Looks over days: what is open because its other half lies in another one.
    SETTLE,
    DONE;

    boolean waits() {
        return this == LEDGER_DAY || this == CORE_FILE;
    }
}
