package cn.jiaozi.wallet.pinfree;

/// What may be paid from a wallet without a factor.
public record PinFree(long singleFen, long dailyFen, int paymentsPerDay) {
    public static final PinFree OFF = new PinFree(0, 0, 0);

    /// @param usedFen      what was paid without a factor on that day before
    /// @param usedPayments in so many payments
    public boolean allows(long amountFen, long usedFen, int usedPayments) {
        return amountFen <= singleFen && amountFen <= dailyFen - usedFen && usedPayments < paymentsPerDay;
    }
}
