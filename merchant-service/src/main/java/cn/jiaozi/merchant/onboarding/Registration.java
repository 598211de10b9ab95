package cn.jiaozi.merchant.onboarding;

import jakarta.validation.constraints.Pattern;
import java.util.Optional;

/// What an operator says about a merchant.
///
/// @param mcc      merchant category code of ISO 18245
/// @param uscc     unified social credit code
/// @param walletId the merchant's corporate wallet, which receives the money
/// @param party    who acts for the merchant
record Registration(
        @Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{1,64}") String name,
        @Pattern(regexp = "[0-9]{4}") String mcc,
        @Pattern(regexp = "[0-9A-Z]{18}") String uscc,
        @Pattern(regexp = "[0-9]{16}") String walletId,
        @Pattern(regexp = "[\\x21-\\x7e]{1,64}") String party,
        Optional<@Pattern(regexp = "[0-9A-Za-z]{1,12}") String> branchCode) {
    Registration completed(String ownBranch) {
        return branchCode.isPresent()
                ? this
                : new Registration(name, mcc, uscc, walletId, party, Optional.of(ownBranch));
    }

    /// JSON pointer to the first field that differs.
    Optional<String> difference(Registration other) {
        if (!name.equals(other.name)) {
            return Optional.of("/name");
        }
        if (!mcc.equals(other.mcc)) {
            return Optional.of("/mcc");
        }
        if (!uscc.equals(other.uscc)) {
            return Optional.of("/uscc");
        }
        if (!walletId.equals(other.walletId)) {
            return Optional.of("/walletId");
        }
        if (!party.equals(other.party)) {
            return Optional.of("/party");
        }
        return branchCode.equals(other.branchCode) ? Optional.empty() : Optional.of("/branchCode");
    }
}
