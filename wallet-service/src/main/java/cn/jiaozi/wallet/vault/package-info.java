/// The one place that sees a payment PIN in clear. What comes in is encrypted to its key and made for one act; what
/// goes out to be kept says nothing to anybody else. A hardware security module takes the place of [SoftPinVault].
@NullMarked
package cn.jiaozi.wallet.vault;

import org.jspecify.annotations.NullMarked;
