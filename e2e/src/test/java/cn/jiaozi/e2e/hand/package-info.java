@NullMarked
package cn.jiaozi.e2e.hand;

import org.jspecify.annotations.NullMarked;
