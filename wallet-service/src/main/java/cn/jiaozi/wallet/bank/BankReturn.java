package cn.jiaozi.wallet.bank;

/// A transfer that the other bank has sent back (退汇), days after the core had called it done.
///
/// @param number    the core's own, from 1
/// @param requestId of the transfer
public record BankReturn(long number, String requestId, long amountFen, String reason, String bankRef) {}
