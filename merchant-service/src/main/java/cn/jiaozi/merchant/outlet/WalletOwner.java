package cn.jiaozi.merchant.outlet;

import java.util.Optional;

/// Whose wallet something is of: a merchant's, or that of a store which has one of its own (子钱包).
///
/// @param storeNo empty for the merchant's
public record WalletOwner(String merchantNo, Optional<String> storeNo) {
    /// Before every other.
    public static final WalletOwner NOBODY = new WalletOwner("", Optional.empty());

    /// @param storeColumn as tables have it: empty for the merchant's
    public static WalletOwner read(String merchantNo, String storeColumn) {
        return new WalletOwner(merchantNo, Optional.of(storeColumn).filter(no -> !no.isEmpty()));
    }

    public String storeColumn() {
        return storeNo.orElse("");
    }

    /// For names of files and messages.
    public String dashed() {
        return storeNo.map(no -> merchantNo + "-" + no).orElse(merchantNo);
    }
}
