@NullMarked
package cn.jiaozi.ledger.statement;

import org.jspecify.annotations.NullMarked;
