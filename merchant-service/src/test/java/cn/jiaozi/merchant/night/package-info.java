/// Payout runs and the business day, killed at random points: whatever dies, the same is paid and the same is written.
@NullMarked
package cn.jiaozi.merchant.night;

import org.jspecify.annotations.NullMarked;
