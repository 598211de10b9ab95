package cn.jiaozi.merchant.fee;

enum PlanState {
    /// One operator has asked for it; it counts for nothing yet.
    PROPOSED,
    /// A second one has agreed.
    APPROVED,
    /// Another plan for the same day was approved before that day began.
    REPLACED,
    /// A second operator has refused it, or the first one has taken it back.
    REJECTED
}
