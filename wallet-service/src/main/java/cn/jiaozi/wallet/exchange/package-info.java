/// Money between a bank account and a wallet, in the shape pending - call - capture. Only here an outcome may be
/// unknown for a while.
@NullMarked
package cn.jiaozi.wallet.exchange;

import org.jspecify.annotations.NullMarked;
