/// Two devices pay each other by a tap (碰一碰), both without a network; a torn tap is taken up again on either
/// side.
@NullMarked
package cn.jiaozi.sdk.tap;

import org.jspecify.annotations.NullMarked;
