package cn.jiaozi.wallet.purse;

/// What the chip sits in (载体).
enum Carrier {
    PHONE_ESE,
    SIM,
    IC_CARD,
    VISUAL_CARD,
    WEARABLE
}
