/// A merchant's fund-flow bill, held against the ledger's blocks by whoever has both as files and trusts neither: that
/// the bill has every movement of the wallet, no other one, and the balances that follow from them.
@NullMarked
package cn.jiaozi.sdk.bill;

import org.jspecify.annotations.NullMarked;
