/// What merchants owe for refunds that the bank has advanced: set off against coming sales, and its age until then.
@NullMarked
package cn.jiaozi.merchant.receivable;

import org.jspecify.annotations.NullMarked;
