package cn.jiaozi.wallet.limit;

/// Classes of wallets by strength of identification (domain document, 1.1).
public enum WalletClass {
    /// 二类: identity and an own bank account, opened remotely.
    CLASS_II('0'),
    /// 四类: a phone number only.
    CLASS_IV('0'),
    /// 匿名硬钱包: a card that whoever bears it may use.
    HW_ANON('2'),
    /// 对公: an organization.
    CORPORATE('3');

    private final char kind;

    WalletClass(char kind) {
        this.kind = kind;
    }

    /// The digit of the wallet's number that tells its kind.
    public char kind() {
        return kind;
    }
}
