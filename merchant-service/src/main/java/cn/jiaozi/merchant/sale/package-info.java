/// What a merchant sold and gave back, line by line and day by day; a copy that may lag behind the payments.
@NullMarked
package cn.jiaozi.merchant.sale;

import org.jspecify.annotations.NullMarked;
