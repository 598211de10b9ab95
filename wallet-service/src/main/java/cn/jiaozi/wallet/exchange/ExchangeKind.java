package cn.jiaozi.wallet.exchange;

import cn.jiaozi.contracts.TxType;
import cn.jiaozi.wallet.bank.BankTransfer;

/// Directions as the holder sees them; the interconnection platform's words 兑出/兑回 are the operator's vault's.
public enum ExchangeKind {
    /// 充钱包: the deposit account is debited.
    EXCHANGE_IN(TxType.EXCHANGE_IN, BankTransfer.Direction.DEBIT),
    /// 存银行: the deposit account is credited.
    REDEEM(TxType.REDEEM, BankTransfer.Direction.CREDIT);

    private final TxType txType;
    private final BankTransfer.Direction direction;

    ExchangeKind(TxType txType, BankTransfer.Direction direction) {
        this.txType = txType;
        this.direction = direction;
    }

    TxType txType() {
        return txType;
    }

    BankTransfer.Direction direction() {
        return direction;
    }
}
