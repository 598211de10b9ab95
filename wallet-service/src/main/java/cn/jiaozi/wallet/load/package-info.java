/// What purses are loaded with and what comes back of it. Money moves in the ledger first, into the reserve of
/// a load; the chip is ordered to hold it afterwards.
@NullMarked
package cn.jiaozi.wallet.load;

import org.jspecify.annotations.NullMarked;
