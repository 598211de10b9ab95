@NullMarked
package cn.jiaozi.merchant.receipt;

import org.jspecify.annotations.NullMarked;
