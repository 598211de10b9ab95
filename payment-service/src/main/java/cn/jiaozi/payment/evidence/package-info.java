/// Proofs that purses have spent twice, for whoever trusts nothing but the root. What follows from them is decided
/// elsewhere.
@NullMarked
package cn.jiaozi.payment.evidence;

import org.jspecify.annotations.NullMarked;
