package cn.jiaozi.sdk.element;

/// Where the chip's power comes from during a tap.
public enum Power {
    /// Of the payer's own device.
    OWN,
    /// Of the payee's field alone: the payer's phone is off or empty.
    FIELD
}
