package cn.jiaozi.local.core;

import java.time.Instant;

/// A credit that the receiving bank has sent back (退汇), numbered from 1 without gaps: the deposit account is debited
/// again. Its transfer stays DONE, for that it was.
record Returned(long number, String requestId, long amountFen, String reason, String bankRef, Instant returnedAt) {}
