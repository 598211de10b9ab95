/// What is told of vouchers to those who answer for them: each one of a batch, the course of a purse, the
/// totals of a day. Reads alone; nothing is decided here.
@NullMarked
package cn.jiaozi.payment.report;

import org.jspecify.annotations.NullMarked;
