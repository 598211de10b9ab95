package cn.jiaozi.wallet.device;

/// What is written down of a device.
enum DeviceAct {
    REGISTERED,
    REVOKED
}
