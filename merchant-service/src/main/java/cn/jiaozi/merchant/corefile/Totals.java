package cn.jiaozi.merchant.corefile;

import cn.jiaozi.sdk.receipt.Hash;

/// What the lines of a file come to; its trailer must say the same.
record Totals(long lines, long doneCount, long debitFen, long creditFen, Hash sm3) {}
