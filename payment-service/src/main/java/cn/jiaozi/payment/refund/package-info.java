/// Refunds of paid orders: several partial ones, reserved under the payment's row lock, never above the payment.
@NullMarked
package cn.jiaozi.payment.refund;

import org.jspecify.annotations.NullMarked;
