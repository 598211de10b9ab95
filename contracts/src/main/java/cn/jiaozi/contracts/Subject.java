package cn.jiaozi.contracts;

/// The chart of accounts, as far as it is used. The side is the one on which a positive balance stands.
public enum Subject {
    /// A3, 与核心清算: what the bank's core system owes or is owed for exchanges.
    CORE_CLEARING("A3", Side.DEBIT),
    /// L1, 钱包可用: what the bank owes to the holder of a wallet.
    WALLET("L1", Side.CREDIT),
    /// L3, 离线备付: what a load of a purse may still spend off line.
    OFFLINE_RESERVE("L3", Side.CREDIT),
    /// A5, 离线损失应收: what holders owe for vouchers that no reserve covered.
    OFFLINE_RECEIVABLE("A5", Side.DEBIT),
    /// A6, 商户垫付应收: what the bank has advanced for refunds of merchants whose wallets were empty.
    MERCHANT_RECEIVABLE("A6", Side.DEBIT),
    /// I1, 手续费收入: what merchants have paid the bank for payments.
    FEE_INCOME("I1", Side.CREDIT);

    public enum Side {
        DEBIT,
        CREDIT
    }

    private final String code;
    private final Side side;

    Subject(String code, Side side) {
        this.code = code;
        this.side = side;
    }

    public String code() {
        return code;
    }

    public Side side() {
        return side;
    }
}
