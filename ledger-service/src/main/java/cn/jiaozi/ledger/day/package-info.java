/// The accounting day after it was cut: what stood on every account, the trial balance, and the vouchers for
/// the general ledger, counted out of the journal and never changed again. Where a day ends is the journal's
/// decision.
@NullMarked
package cn.jiaozi.ledger.day;

import org.jspecify.annotations.NullMarked;
