/// Fees (手续费): what a merchant pays the bank for a payment, by plans that two operators have agreed on, and
/// what of it comes back with a refund. A fee is an entry of its own, asked for after the payment; whether
/// the wallet can pay it is the ledger's to say.
@NullMarked
package cn.jiaozi.merchant.fee;

import org.jspecify.annotations.NullMarked;
