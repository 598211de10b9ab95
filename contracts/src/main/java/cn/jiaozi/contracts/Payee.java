package cn.jiaozi.contracts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.Optional;

/// The state of a merchant, or of one of its stores, as a receiver of money. Compacted topic
/// [Topics#MERCHANT_PAYEE], keyed by [#key()]; a consumer ignores a version that is not above the one it has.
///
/// @param mcc             merchant category code (ISO 18245), four digits
/// @param refundAdvanceFen what the bank advances at most for refunds that its wallet cannot pay; empty for nothing
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonTypeName("merchant.payee.v1")
public record Payee(
        String merchantNo,
        Optional<String> storeNo,
        String name,
        Optional<String> mcc,
        WalletParty wallet,
        String party,
        boolean active,
        long version,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> refundAdvanceFen) {
    public Payee(
            String merchantNo,
            Optional<String> storeNo,
            String name,
            Optional<String> mcc,
            WalletParty wallet,
            String party,
            boolean active,
            long version) {
        this(merchantNo, storeNo, name, mcc, wallet, party, active, version, Optional.empty());
    }

    @JsonIgnore
    public String key() {
        return storeNo.map(store -> key(merchantNo, store)).orElse(merchantNo);
    }

    /// Of a store.
    public static String key(String merchantNo, String storeNo) {
        return merchantNo + "/" + storeNo;
    }
}
