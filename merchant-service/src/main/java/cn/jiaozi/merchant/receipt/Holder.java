package cn.jiaozi.merchant.receipt;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.merchant.onboarding.Merchant;
import cn.jiaozi.merchant.paper.Receipt.Party;

/// The merchant, who has the receipt.
///
/// @param operator our own code: the wallet and, for payouts, the bank account are with us
record Holder(String name, String walletId, String operator) {
    static Holder of(Merchant merchant, String operator) {
        return new Holder(merchant.name(), merchant.registration().walletId(), operator);
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
