/// Bills (账单) of days that are complete: when one is made, that it adds up, that it stays as it was made, and how a
/// merchant gets it. What stands in it is decided by [cn.jiaozi.merchant.format].
@NullMarked
package cn.jiaozi.merchant.bill;

import org.jspecify.annotations.NullMarked;
