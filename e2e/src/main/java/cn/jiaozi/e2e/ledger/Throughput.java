package cn.jiaozi.e2e.ledger;

import java.time.Duration;

record Throughput(long entries, Duration took) {
    double perSecond() {
        return entries * 1e9 / took.toNanos();
    }
}
