/// Intent: what was asked for, and what became of it. Balances, limits and merchants are known elsewhere; this service
/// hears of them through [PaymentInbox] alone.
@NullMarked
package cn.jiaozi.payment;

import org.jspecify.annotations.NullMarked;
