/// What stands on an account and how it came about, for those who may see it.
@NullMarked
package cn.jiaozi.ledger.statement;

import org.jspecify.annotations.NullMarked;
