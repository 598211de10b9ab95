/// The second pair of eyes: an operator decides about a merchant that another operator has applied for, and grades it,
/// at first and again later.
@NullMarked
package cn.jiaozi.merchant.review;

import org.jspecify.annotations.NullMarked;
