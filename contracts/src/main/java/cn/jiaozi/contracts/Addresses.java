package cn.jiaozi.contracts;

import java.util.Optional;

/// Readable names of accounts and of cap groups.
public final class Addresses {
    private static final String REFUND_RECEIVABLE = ":receivable:refunds";

    private Addresses() {}

    /// The spendable money of a wallet.
    public static String wallet(String walletId) {
        return "wallet:" + walletId + ":available";
    }

    /// The cap group of a wallet: its own money and, later, its reserves and sub-wallets.
    public static String walletGroup(String walletId) {
        return "wallet:" + walletId;
    }

    /// What a load of a purse may still spend off line (离线备付). It lies with the wallet that it was loaded from.
    public static String reserve(String walletId, String purseId, int load) {
        return "wallet:" + walletId + ":offline:" + purseId + ":" + load;
    }

    /// What a wallet owes for vouchers of its purse that no reserve covered (离线损失应收).
    public static String receivable(String walletId, String purseId) {
        return "wallet:" + walletId + ":receivable:" + purseId;
    }

    /// What the bank has advanced for refunds out of a merchant's wallet (退款垫付应收). It lies with that wallet.
    public static String refundReceivable(String walletId) {
        return "wallet:" + walletId + REFUND_RECEIVABLE;
    }

    /// The wallet whose refunds this account has advanced; empty for any other account.
    public static Optional<String> advancedFor(String address) {
        return address.startsWith("wallet:") && address.endsWith(REFUND_RECEIVABLE)
                ? Optional.of(address.substring("wallet:".length(), address.length() - REFUND_RECEIVABLE.length()))
                : Optional.empty();
    }

    /// Clearing with the bank's core system, one account a branch.
    public static String coreClearing(String branchCode) {
        return "core:" + branchCode + ":clearing";
    }

    /// What merchants have paid for payments, one account a branch (手续费收入).
    public static String feeIncome(String branchCode) {
        return "core:" + branchCode + ":fee-income";
    }
}
