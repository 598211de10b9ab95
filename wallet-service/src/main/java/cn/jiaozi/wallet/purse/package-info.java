/// Purses (硬钱包): which chip with which key pays for which wallet, and whether it still may. Knows nothing of
/// what a chip holds.
@NullMarked
package cn.jiaozi.wallet.purse;

import org.jspecify.annotations.NullMarked;
