package cn.jiaozi.merchant.onboarding;

import cn.jiaozi.merchant.onboarding.Registration.WalletClass;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;

/// What an operator says about somebody who wants to sell (商户入网申请).
///
/// @param mcc                   merchant category code of ISO 18245
/// @param uscc                  unified social credit code
/// @param licenceNo             of the business licence; the credit code where none is said
/// @param walletId              which receives the money
/// @param walletClass           must be said of a person's wallet
/// @param settlementAccountTail last four digits of the bank account that payouts go to
/// @param party                 who acts for the merchant
record Application(
        @Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{1,64}") String name,
        @Pattern(regexp = "[0-9]{4}") String mcc,
        @Pattern(regexp = "[0-9A-Z]{18}") String uscc,
        Optional<@Pattern(regexp = "[0-9A-Z]{15}|[0-9A-Z]{18}") String> licenceNo,

        @Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{1,64}") String legalRepresentative,

        MerchantCategory category,
        @Pattern(regexp = "[0-9]{16}") String walletId,
        Optional<WalletClass> walletClass,
        @Pattern(regexp = "[0-9]{4}") String settlementAccountTail,
        @Pattern(regexp = "[\\x21-\\x7e]{1,64}") String party,
        Optional<@Pattern(regexp = "[0-9A-Za-z]{1,12}") String> branchCode) {
    /// With what is meant where nothing is said.
    Registration registration(String ownBranch) {
        return new Registration(
                name,
                mcc,
                uscc,
                licenceNo.orElse(uscc),
                Optional.of(legalRepresentative),
                category,
                walletId,
                walletClass.orElse(WalletClass.CORPORATE),
                Optional.of(settlementAccountTail),
                party,
                branchCode.orElse(ownBranch));
    }
}
