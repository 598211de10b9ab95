package cn.jiaozi.local.core;

import org.jspecify.annotations.Nullable;

/// A deposit account as it was opened; its balance is the books' business.
record DepositAccount(
        String accountNo,
        String name,
        @Nullable String idNo,
        @Nullable String phone,
        long openedFen,
        Status status) {

    enum Status {
        ACTIVE,
        FROZEN,
        CARD_EXPIRED
    }

    DepositAccount {
        if (openedFen < 0) {
            throw new IllegalArgumentException("balanceFen must not be negative");
        }
        if (accountNo.isBlank() || name.isBlank()) {
            throw new IllegalArgumentException("accountNo and name are required");
        }
    }
}
