package cn.jiaozi.merchant.receivable;

import java.util.List;

/// What is owed, by its age; each bucket is there, also an empty one.
record Ageing(long count, long leftFen, List<Sum> buckets) {
    record Sum(Bucket bucket, long count, long leftFen) {}

    static Ageing of(List<Sum> buckets) {
        return new Ageing(
                buckets.stream().mapToLong(Sum::count).sum(),
                buckets.stream().mapToLong(Sum::leftFen).sum(),
                buckets);
    }
}
