package cn.jiaozi.payment.payment;

import cn.jiaozi.contracts.TxType;

public enum PaymentKind {
    P2P(TxType.P2P),
    ORDER(TxType.CONSUME),
    STORE(TxType.CONSUME),
    CODE(TxType.CONSUME);

    private final TxType txType;

    PaymentKind(TxType txType) {
        this.txType = txType;
    }

    public TxType txType() {
        return txType;
    }
}
