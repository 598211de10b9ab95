@NullMarked
package cn.jiaozi.sdk.receipt;

import org.jspecify.annotations.NullMarked;
