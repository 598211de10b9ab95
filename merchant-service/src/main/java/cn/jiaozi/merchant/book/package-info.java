/// What the ledger and payment-service said, kept for bills and for reconciliation, and which accounting days are here
/// whole. It is a copy: balances are the ledger's to tell.
@NullMarked
package cn.jiaozi.merchant.book;

import org.jspecify.annotations.NullMarked;
