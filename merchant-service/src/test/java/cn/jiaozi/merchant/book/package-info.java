@NullMarked
package cn.jiaozi.merchant.book;

import org.jspecify.annotations.NullMarked;
