@NullMarked
package cn.jiaozi.ledger.shard;

import org.jspecify.annotations.NullMarked;
