package cn.jiaozi.contracts;

/// The chart of accounts, as far as it is used. The side is the one on which a positive balance stands.
public enum Subject {
    /// A3, 与核心清算: what the bank's core system owes or is owed for exchanges.
    CORE_CLEARING("A3", Side.DEBIT),
    /// L1, 钱包可用: what the bank owes to the holder of a wallet.
    WALLET("L1", Side.CREDIT);

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
