/// Payouts (出款): when money of merchants leaves their wallets for their bank accounts, and what became of it. How much
/// there is, the ledger decides; whether it may go, wallet-service.
@NullMarked
package cn.jiaozi.merchant.payout;

import org.jspecify.annotations.NullMarked;
