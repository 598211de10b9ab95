/// Numbers with a meaning and a check digit, as merchants have them. Pure.
@NullMarked
package cn.jiaozi.merchant.number;

import org.jspecify.annotations.NullMarked;
