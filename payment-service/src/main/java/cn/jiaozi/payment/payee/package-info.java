/// The copy of merchants and stores as receivers of money, from their owner's compacted topic.
@NullMarked
package cn.jiaozi.payment.payee;

import org.jspecify.annotations.NullMarked;
