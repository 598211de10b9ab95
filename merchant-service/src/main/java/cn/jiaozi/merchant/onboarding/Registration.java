package cn.jiaozi.merchant.onboarding;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is known about a merchant since it was applied for; it never changes.
///
/// @param legalRepresentative   absent of those that were registered before it was asked for
/// @param settlementAccountTail likewise; the last four digits of the bank account that is linked to the wallet
public record Registration(
        String name,
        String mcc,
        String uscc,
        String licenceNo,
        Optional<String> legalRepresentative,
        MerchantCategory category,
        String walletId,
        WalletClass walletClass,
        Optional<String> settlementAccountTail,
        String party,
        String branchCode) {
    /// What an operator says of the wallet that receives the money. The number shows no more than whether it is a
    /// person's. One that is known by a phone alone is not for selling: wallet-service refuses to have it paid.
    public enum WalletClass {
        CLASS_II,
        CORPORATE
    }

    /// JSON pointer to the first field that differs. What was not asked for when this was said differs from nothing.
    Optional<String> difference(Registration other) {
        var others = other.fields();
        return fields().entrySet().stream()
                .filter(field -> !field.getValue().equals(Optional.empty()))
                .filter(field -> !field.getValue().equals(others.get(field.getKey())))
                .findFirst()
                .map(field -> "/" + field.getKey());
    }

    private Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", name);
        fields.put("mcc", mcc);
        fields.put("uscc", uscc);
        fields.put("licenceNo", licenceNo);
        fields.put("legalRepresentative", legalRepresentative);
        fields.put("category", category);
        fields.put("walletId", walletId);
        fields.put("walletClass", walletClass);
        fields.put("settlementAccountTail", settlementAccountTail);
        fields.put("party", party);
        fields.put("branchCode", branchCode);
        return fields;
    }
}
