/// Electronic receipts (电子回单) of what the ledger has booked for a merchant: of which sale or payout there is one, who
/// may have it, and whether a printed one is genuine.
@NullMarked
package cn.jiaozi.merchant.receipt;

import org.jspecify.annotations.NullMarked;
