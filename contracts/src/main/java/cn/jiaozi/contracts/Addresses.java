package cn.jiaozi.contracts;

/// Readable names of accounts and of cap groups.
public final class Addresses {
    private Addresses() {}

    /// The spendable money of a wallet.
    public static String wallet(String walletId) {
        return "wallet:" + walletId + ":available";
    }

    /// The cap group of a wallet: its own money and, later, its reserves and sub-wallets.
    public static String walletGroup(String walletId) {
        return "wallet:" + walletId;
    }

    /// Clearing with the bank's core system, one account a branch.
    public static String coreClearing(String branchCode) {
        return "core:" + branchCode + ":clearing";
    }
}
