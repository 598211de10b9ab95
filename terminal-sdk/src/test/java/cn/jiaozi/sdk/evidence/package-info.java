@NullMarked
package cn.jiaozi.sdk.evidence;

import org.jspecify.annotations.NullMarked;
