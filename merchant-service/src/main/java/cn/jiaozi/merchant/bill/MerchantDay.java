package cn.jiaozi.merchant.bill;

import cn.jiaozi.merchant.format.Balances;
import cn.jiaozi.merchant.outlet.WalletOwner;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// A merchant's wallet, or that of a store of its, over a complete day.
record MerchantDay(
        WalletOwner owner,
        LocalDate day,
        String walletId,
        Instant closedAt,
        Balances balances,
        Optional<String> flaw) {}
