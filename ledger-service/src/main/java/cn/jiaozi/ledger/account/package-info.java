/// Accounts, what stands on them, and the constraints that bound it. Pure arithmetic and the rows behind it; when
/// something is posted is the journal's decision.
@NullMarked
package cn.jiaozi.ledger.account;

import org.jspecify.annotations.NullMarked;
