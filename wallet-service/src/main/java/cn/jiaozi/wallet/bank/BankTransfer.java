package cn.jiaozi.wallet.bank;

/// What the core is asked to book on a deposit account.
///
/// @param requestId the core's idempotency key: a request with the same id is booked once
public record BankTransfer(String requestId, Direction direction, String accountNo, long amountFen, String walletId) {
    /// Seen from the deposit account: exchange-in debits it, redeem credits it.
    public enum Direction {
        DEBIT,
        CREDIT
    }

    /// Account numbers are not for logs.
    @Override
    public String toString() {
        return "BankTransfer[" + requestId + "]";
    }
}
