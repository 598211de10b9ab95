/// Payment codes (付款码): what a customer's device shows and a till reads. One code pays once, within a minute.
@NullMarked
package cn.jiaozi.payment.code;

import org.jspecify.annotations.NullMarked;
