package cn.jiaozi.local.core;

/// What a client asked for under one request id: `DEBIT` takes money out of a deposit account, `CREDIT` brings it back.
record Transfer(String requestId, Kind kind, String accountNo, long amountFen, String walletId) {
    enum Kind {
        DEBIT,
        CREDIT
    }

    Transfer {
        if (amountFen <= 0) {
            throw new IllegalArgumentException("amountFen must be positive");
        }
        if (requestId.isBlank() || accountNo.isBlank() || walletId.isBlank()) {
            throw new IllegalArgumentException("requestId, accountNo and walletId are required");
        }
    }
}
