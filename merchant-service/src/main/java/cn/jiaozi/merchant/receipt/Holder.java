package cn.jiaozi.merchant.receipt;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.merchant.onboarding.Merchant;
import cn.jiaozi.merchant.paper.Receipt.Party;

/// The merchant, who has the receipt.
///
/// @param operator our own code: the wallet and, for payouts, the bank account are with us
record Holder(String name, String walletId, String operator) {
    /// @param walletId the merchant's, or that of the store which took the money
    static Holder of(Merchant merchant, String walletId, String operator) {
        return new Holder(merchant.name(), walletId, operator);
    }

    String address() {
        return Addresses.wallet(walletId);
    }

    Party wallet() {
        return new Party(name, walletId, operator);
    }

    Party bankAccount(String tail) {
        return new Party(name, "****" + tail, operator);
    }
}
