/// Receipts of the ledger: how entries and blocks are written, hashed and signed, and how whoever holds a receipt
/// checks it without asking the bank. The ledger makes its blocks with the same types. Knows nothing of accounts or
/// balances.
@NullMarked
package cn.jiaozi.sdk.receipt;

import org.jspecify.annotations.NullMarked;
