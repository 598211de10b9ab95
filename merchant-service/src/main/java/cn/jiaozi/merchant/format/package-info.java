/// Bills as files: what stands in which column of which format, and what the sums below say. Knows nothing of when a
/// bill is made, nor for whom.
@NullMarked
package cn.jiaozi.merchant.format;

import org.jspecify.annotations.NullMarked;
