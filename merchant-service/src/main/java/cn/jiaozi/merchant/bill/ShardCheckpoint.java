package cn.jiaozi.merchant.bill;

import cn.jiaozi.contracts.Checkpoint;
import io.r2dbc.spi.Readable;

/// A published header of one shard's chain.
record ShardCheckpoint(int shard, Checkpoint checkpoint) {
    /// A ledger is named after its shard, `jiaozi-1` for shard 0, where its operator has not named it otherwise; with
    /// one shard its name says nothing.
    static ShardCheckpoint of(Checkpoint checkpoint, int shards) {
        if (shards == 1) {
            return new ShardCheckpoint(0, checkpoint);
        }
        String name = checkpoint.ledger();
        try {
            return new ShardCheckpoint(Integer.parseInt(name.substring(name.lastIndexOf('-') + 1)) - 1, checkpoint);
        } catch (NumberFormatException e) {
            throw new IllegalStateException("of which shard is the ledger " + name + "?", e);
        }
    }

    @SuppressWarnings("NullAway") // The driver's types are nullable where these columns are not.
    static ShardCheckpoint read(Readable row) {
        return new ShardCheckpoint(
                row.get("shard", Integer.class),
                new Checkpoint(
                        row.get("ledger", String.class),
                        row.get("number", Long.class),
                        row.get("hash", String.class),
                        row.get("header", String.class),
                        row.get("signature", String.class)));
    }
}
