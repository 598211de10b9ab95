package cn.jiaozi.payment.payment;

/// The id that a payer or a till chose, scoped to it.
record OwnId(String scope, String actId) {}
