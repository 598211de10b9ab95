package cn.jiaozi.contracts;

/// The kind of business behind an entry.
public enum TxType {
    /// Bank deposit to wallet (充钱包).
    EXCHANGE_IN,
    /// Wallet to bank deposit (存银行).
    REDEEM,
    /// Wallet to wallet between persons (转账).
    P2P,
    /// Payment of a merchant's order (消费).
    CONSUME,
    /// Return of a payment or a part of it (退款).
    REFUND
}
