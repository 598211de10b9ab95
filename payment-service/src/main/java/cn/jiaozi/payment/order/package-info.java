/// A merchant's orders: a noun of its own that payments claim by compare-and-set and give back when they fail.
@NullMarked
package cn.jiaozi.payment.order;

import org.jspecify.annotations.NullMarked;
