package cn.jiaozi.payment.payment;

/// The id that a payer chose, scoped to the payer.
record OwnId(String party, String actId) {}
