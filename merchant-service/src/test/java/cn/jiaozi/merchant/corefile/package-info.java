@NullMarked
package cn.jiaozi.merchant.corefile;

import org.jspecify.annotations.NullMarked;
