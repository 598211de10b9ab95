@NullMarked
package cn.jiaozi.merchant.paper;

import org.jspecify.annotations.NullMarked;
