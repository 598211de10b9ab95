@NullMarked
package cn.jiaozi.e2e.day;

import org.jspecify.annotations.NullMarked;
