@NullMarked
package cn.jiaozi.ledger;

import org.jspecify.annotations.NullMarked;
