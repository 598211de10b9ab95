package cn.jiaozi.sdk.bill;

/// What a fund-flow bill says of all its rows.
record Summary(long ins, long inFen, long outs, long outFen, long openingFen, long closingFen) {}
