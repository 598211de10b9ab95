package cn.jiaozi.payment.order;

/// The merchant's own number of an order, scoped to the merchant.
public record OrderId(String merchantNo, String orderId) {}
