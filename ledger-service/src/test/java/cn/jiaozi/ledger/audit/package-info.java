@NullMarked
package cn.jiaozi.ledger.audit;

import org.jspecify.annotations.NullMarked;
