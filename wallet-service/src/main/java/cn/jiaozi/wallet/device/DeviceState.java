package cn.jiaozi.wallet.device;

enum DeviceState {
    ACTIVE,
    /// For ever: a phone that is found again makes a new key.
    REVOKED
}
