/// Whether the books are right: the trial balance, and every invariant of the ledger counted anew in SQL.
@NullMarked
package cn.jiaozi.ledger.audit;

import org.jspecify.annotations.NullMarked;
