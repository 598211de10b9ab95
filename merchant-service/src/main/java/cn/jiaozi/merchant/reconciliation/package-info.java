/// Three-way reconciliation (对账): payment-service's word against the ledger's legs, and those against the core's file,
/// day by day; what is not the same goes into a work queue. What is to be done about it is decided in `remedy`.
@NullMarked
package cn.jiaozi.merchant.reconciliation;

import org.jspecify.annotations.NullMarked;
