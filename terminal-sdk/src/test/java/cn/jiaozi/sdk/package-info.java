@NullMarked
package cn.jiaozi.sdk;

import org.jspecify.annotations.NullMarked;
