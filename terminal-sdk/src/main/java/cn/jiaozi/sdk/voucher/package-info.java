/// What is signed when money moves without a network, byte for byte: requests and vouchers of a tap, orders of
/// the bank to a chip and statements of the chip to the bank.
@NullMarked
package cn.jiaozi.sdk.voucher;

import org.jspecify.annotations.NullMarked;
