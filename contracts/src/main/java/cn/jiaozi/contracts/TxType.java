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
    REFUND,
    /// Wallet to the reserve of a purse's load (离线充值).
    OFFLINE_LOAD,
    /// The remainder of a load back to the wallet (离线圈提).
    OFFLINE_UNLOAD,
    /// A voucher's money to its payee (离线结算).
    OFFLINE_SETTLE,
    /// What a holder owes for vouchers, out of the wallet (离线追偿).
    OFFLINE_RECOVERY,
    /// What a merchant pays the bank for a payment (手续费).
    FEE,
    /// A fee given back with a refund (手续费退还).
    FEE_RETURN,
    /// What the bank has advanced for a merchant's refund, out of the merchant's wallet (退款垫付追偿).
    REFUND_RECOVERY,
    /// Merchant's wallet to its bank account (商户出款).
    PAYOUT,
    /// What the merchant's bank has sent back, into the wallet (出款退回).
    PAYOUT_RETURN,
    /// What the holder's bank has sent back of a redeem, into the wallet (存银行退回).
    REDEEM_RETURN,
    /// What a reconciliation has found to be missing or too much (差错调账).
    ADJUSTMENT
}
