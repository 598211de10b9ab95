package cn.jiaozi.contracts;

/// One side of a payment: a wallet and the operator that keeps it.
///
/// @param walletId sixteen digits when ours; opaque, up to 34 characters, when foreign
/// @param operator three-digit operator code (运营机构)
public record WalletParty(String walletId, String operator) {
    public WalletParty {
        if (walletId.isEmpty() || walletId.length() > 34) {
            throw new IllegalArgumentException("walletId must have 1 to 34 characters");
        }
        if (operator.isEmpty() || operator.length() > 14) {
            throw new IllegalArgumentException("operator must have 1 to 14 characters");
        }
    }
}
