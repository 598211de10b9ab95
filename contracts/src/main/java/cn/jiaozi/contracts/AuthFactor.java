package cn.jiaozi.contracts;

/// What a payer has shown besides a token, so that money may move in the payer's name.
public enum AuthFactor {
    /// The request was signed with the registered key of one of the payer's devices.
    DEVICE_KEY,
    /// The payer's device made a payment code (付款码) a moment ago, and the till has shown it.
    PAYMENT_CODE,
    /// The payer typed the wallet's payment PIN (支付密码), and it was right.
    PIN
}
