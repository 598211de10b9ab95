/// Payouts that the other bank has sent back (退汇): which of them are ours to give back to a wallet, once. Whatever
/// does not fit moves nothing and is somebody's to look into.
@NullMarked
package cn.jiaozi.wallet.returned;

import org.jspecify.annotations.NullMarked;
