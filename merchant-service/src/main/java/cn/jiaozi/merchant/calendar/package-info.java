/// Which days are worked on. What is decreed yearly (节假日与调休) is loaded by operators, for no rule knows it; without
/// it, Monday to Friday count.
@NullMarked
package cn.jiaozi.merchant.calendar;

import org.jspecify.annotations.NullMarked;
