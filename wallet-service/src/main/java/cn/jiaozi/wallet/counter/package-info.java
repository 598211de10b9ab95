/// Counters (柜面) and kiosks (自助机), where cash becomes e-CNY and back.
@NullMarked
package cn.jiaozi.wallet.counter;

import org.jspecify.annotations.NullMarked;
