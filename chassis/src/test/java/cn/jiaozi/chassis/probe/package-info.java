/// The smallest service there can be, to prove the chassis with.
@NullMarked
package cn.jiaozi.chassis.probe;

import org.jspecify.annotations.NullMarked;
