/// The payment PIN of a wallet (支付密码): set by a device, verified for one payment at a time, locked after five wrong
/// ones in a row. What a PIN is and whether it is right is the vault's to know.
@NullMarked
package cn.jiaozi.wallet.pin;

import org.jspecify.annotations.NullMarked;
