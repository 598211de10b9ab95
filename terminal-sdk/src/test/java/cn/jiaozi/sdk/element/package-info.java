@NullMarked
package cn.jiaozi.sdk.element;

import org.jspecify.annotations.NullMarked;
