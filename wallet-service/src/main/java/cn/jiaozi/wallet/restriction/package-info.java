/// Freezes: placed and released by the operator, in force when the ledger has confirmed the whole posture of the
/// wallet.
@NullMarked
package cn.jiaozi.wallet.restriction;

import org.jspecify.annotations.NullMarked;
