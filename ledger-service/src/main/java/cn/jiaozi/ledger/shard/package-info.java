/// Which of the ledger's shards this service keeps, and that its database is that shard's.
@NullMarked
package cn.jiaozi.ledger.shard;

import org.jspecify.annotations.NullMarked;
