package cn.jiaozi.payment.payment;

/// A payment as it is asked for, for the first time or again.
record Wish(OwnId id, Intent intent) {}
