/// What is done about what a reconciliation has found (差错处理): which remedy fits, who must agree, and when the
/// suite may move a small amount by itself. Money moves at the ledger, and its answer clears the item.
@NullMarked
package cn.jiaozi.merchant.remedy;

import org.jspecify.annotations.NullMarked;
