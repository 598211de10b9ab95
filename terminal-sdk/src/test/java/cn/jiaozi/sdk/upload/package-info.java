@NullMarked
package cn.jiaozi.sdk.upload;

import org.jspecify.annotations.NullMarked;
