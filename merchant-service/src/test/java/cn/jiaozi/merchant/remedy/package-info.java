@NullMarked
package cn.jiaozi.merchant.remedy;

import org.jspecify.annotations.NullMarked;
