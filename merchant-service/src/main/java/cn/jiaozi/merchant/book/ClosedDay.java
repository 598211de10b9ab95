package cn.jiaozi.merchant.book;

import java.time.LocalDate;

/// An accounting day that a shard of the ledger has closed.
record ClosedDay(int shard, LocalDate date) {
    @Override
    public String toString() {
        return date + " of shard " + shard;
    }
}
