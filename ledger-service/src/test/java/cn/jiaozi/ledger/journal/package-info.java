@NullMarked
package cn.jiaozi.ledger.journal;

import org.jspecify.annotations.NullMarked;
