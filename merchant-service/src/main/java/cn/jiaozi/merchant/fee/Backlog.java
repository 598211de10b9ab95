package cn.jiaozi.merchant.fee;

import java.time.Instant;
import java.util.Optional;

/// What is not posted yet.
///
/// @param asked   that the ledger has not answered
/// @param owed    that it has rejected: what merchants owe the bank, or the bank them
/// @param refunds whose payment has not been heard of
record Backlog(
        long asked,
        Optional<Instant> oldestAsked,
        long owed,
        long owedFen,
        Optional<Instant> oldestOwed,
        long refunds,
        Optional<Instant> oldestRefund) {}
