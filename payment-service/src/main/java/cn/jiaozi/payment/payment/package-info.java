/// Payments: the state machine, its store, and the outcomes that the ring reports. It decides nothing about
/// wallets or money; it remembers what was asked for and what became of it.
@NullMarked
package cn.jiaozi.payment.payment;

import org.jspecify.annotations.NullMarked;
