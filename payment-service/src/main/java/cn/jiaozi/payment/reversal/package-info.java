/// Reversals (冲正) of sales whose outcome a till does not know: afterwards the sale has not happened, also when the
/// reversal arrives before it.
@NullMarked
package cn.jiaozi.payment.reversal;

import org.jspecify.annotations.NullMarked;
