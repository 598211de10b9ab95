@NullMarked
package cn.jiaozi.e2e.ledger;

import org.jspecify.annotations.NullMarked;
