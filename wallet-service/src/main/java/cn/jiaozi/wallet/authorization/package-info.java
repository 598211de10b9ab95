/// May this transfer happen? Owner, states, restrictions, classes and limits; the usage of the limits, exactly.
/// Whether the money is there is the ledger's to say.
@NullMarked
package cn.jiaozi.wallet.authorization;

import org.jspecify.annotations.NullMarked;
