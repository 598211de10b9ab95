/// What happened to one payment, step by step, read from stored columns alone.
@NullMarked
package cn.jiaozi.payment.timeline;

import org.jspecify.annotations.NullMarked;
