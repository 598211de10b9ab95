package cn.jiaozi.payment.order;

import java.util.UUID;

/// The end of the payment that had claimed an order.
///
/// @param paid false where the order is given back
public record Conclusion(OrderId order, UUID paymentId, boolean paid) {}
