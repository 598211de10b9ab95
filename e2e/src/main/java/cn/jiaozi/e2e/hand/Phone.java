package cn.jiaozi.e2e.hand;

/// The papers of a phone.
///
/// @param party    whose it is
/// @param walletId out of which it pays
record Phone(String party, String deviceId, String walletId) {
    String self() {
        return "/v1/devices/" + deviceId;
    }

    String account() {
        return "/v1/accounts/wallet:" + walletId + ":available";
    }
}
