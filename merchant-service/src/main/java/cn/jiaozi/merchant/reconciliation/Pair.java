package cn.jiaozi.merchant.reconciliation;

/// Who is compared with whom: ours is named first, theirs second.
public enum Pair {
    PAYMENT_LEDGER,
    LEDGER_CORE
}
