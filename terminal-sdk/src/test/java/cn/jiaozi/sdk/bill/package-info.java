@NullMarked
package cn.jiaozi.sdk.bill;

import org.jspecify.annotations.NullMarked;
