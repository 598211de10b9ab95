/// Whether a merchant that was approved may go on: suspension, reinstatement and closing. What else of a merchant is
/// open when it is to be closed, other features say.
@NullMarked
package cn.jiaozi.merchant.standing;

import org.jspecify.annotations.NullMarked;
