/// What other banks have sent back of payouts and redeems (退汇): which of it is ours to give back to a wallet,
/// once. Whatever does not fit moves nothing and is somebody's to look into.
@NullMarked
package cn.jiaozi.wallet.returned;

import org.jspecify.annotations.NullMarked;
