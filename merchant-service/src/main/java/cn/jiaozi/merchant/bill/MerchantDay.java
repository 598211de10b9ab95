package cn.jiaozi.merchant.bill;

import cn.jiaozi.merchant.format.Balances;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// A merchant's wallet over a complete day.
record MerchantDay(
        String merchantNo,
        LocalDate day,
        String walletId,
        Instant closedAt,
        Balances balances,
        Optional<String> flaw) {}
