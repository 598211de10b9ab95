package cn.jiaozi.merchant.bill;

import java.time.LocalDate;

/// How far the bills of a day are.
///
/// @param counted         whether every merchant's wallet is counted
/// @param merchants       that have a wallet with a history up to this day
/// @param flawedMerchants whose wallets do not add up
/// @param wanted          bills, whatever has become of them
record BillDayView(
        LocalDate date,
        boolean counted,
        long merchants,
        long flawedMerchants,
        long wanted,
        long built,
        long flawed,
        long withheld) {}
