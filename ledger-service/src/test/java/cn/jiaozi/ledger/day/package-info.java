@NullMarked
package cn.jiaozi.ledger.day;

import org.jspecify.annotations.NullMarked;
