package cn.jiaozi.merchant.reconciliation;

/// What a comparison has come to, in the words of the interconnection platform.
public enum Mark {
    /// Not compared yet (未对账).
    INIT,
    /// Equal (相符).
    SAME,
    /// Ours is extra (多账).
    MORE,
    /// Theirs is extra (少账).
    LESS,
    /// Elements differ (要素不符).
    DIFF,
    /// We success, they failed (我方成功对方失败).
    SANF,
    /// We failed, they success (我方失败对方成功).
    FANS,
    /// Ours is open, they success (我方异常对方成功).
    EANS,
    /// Ours is open, they failed (我方异常对方失败).
    EANF,
    /// Not to be said yet: the neighbouring day, or the other side's word, is still to come (处理中).
    PROC
}
