@NullMarked
package cn.jiaozi.sdk.tap;

import org.jspecify.annotations.NullMarked;
