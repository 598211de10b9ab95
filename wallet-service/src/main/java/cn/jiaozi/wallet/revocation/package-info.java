/// The list of purses from which nobody should take money, as numbered steps: which were put on it and which were
/// taken off.
@NullMarked
package cn.jiaozi.wallet.revocation;

import org.jspecify.annotations.NullMarked;
