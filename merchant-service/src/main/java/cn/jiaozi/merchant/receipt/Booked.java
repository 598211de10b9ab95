package cn.jiaozi.merchant.receipt;

import java.time.Instant;

/// A leg that the ledger has posted.
record Booked(int shard, long height, int legNo, String debit, String credit, long amountFen, Instant at) {
    String entry() {
        return shard + "-" + height + "-" + legNo;
    }
}
