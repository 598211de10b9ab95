package cn.jiaozi.merchant.onboarding;

import cn.jiaozi.merchant.number.CategoryCode;
import cn.jiaozi.merchant.number.CreditCode;
import cn.jiaozi.merchant.number.RegistrationNumber;
import cn.jiaozi.merchant.number.WalletNumber;
import cn.jiaozi.merchant.onboarding.Registration.WalletClass;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Whether what an operator says about a merchant can be true, as far as numbers show it.
final class ApplicationRules {
    private ApplicationRules() {}

    /// The first that is found.
    ///
    /// @param operator our own operator code
    static Optional<Flaw> flaw(Application said, String operator) {
        return Stream.<Supplier<Optional<Flaw>>>of(
                        () -> code(said), () -> category(said), () -> licence(said), () -> wallet(said, operator))
                .flatMap(check -> check.get().stream())
                .findFirst();
    }

    private static Optional<Flaw> code(Application said) {
        if (!CategoryCode.isKnown(said.mcc())) {
            return flaw("/mcc", "is not a merchant category code of ISO 18245 that a merchant may have here");
        }
        return CreditCode.isValid(said.uscc())
                ? Optional.empty()
                : flaw("/uscc", "is not a credit code: the form or the check character is wrong");
    }

    private static Optional<Flaw> category(Application said) {
        var shown = MerchantCategory.of(said.uscc());
        return said.category() == shown
                ? Optional.empty()
                : flaw("/category", "does not fit the credit code, which is that of a " + shown);
    }

    /// A licence carries the credit code, or, from before there was one, the number of its registration.
    private static Optional<Flaw> licence(Application said) {
        String licence = said.licenceNo().orElse(said.uscc());
        if (licence.equals(said.uscc())) {
            return Optional.empty();
        }
        if (licence.length() == said.uscc().length()) {
            return flaw("/licenceNo", "is another credit code than the merchant's");
        }
        if (!CreditCode.isOfMarketRegulation(said.uscc())) {
            return flaw("/licenceNo", "must be the credit code: no business licence was issued for this one");
        }
        return RegistrationNumber.isValid(licence)
                ? Optional.empty()
                : flaw("/licenceNo", "is not a registration number: the form or the check digit is wrong");
    }

    private static Optional<Flaw> wallet(Application said, String operator) {
        if (!WalletNumber.isWellFormed(said.walletId())) {
            return flaw("/walletId", "is not the number of a wallet: the check digit is wrong");
        }
        var wallet = WalletNumber.of(said.walletId());
        if (!wallet.operator().equals(operator)) {
            return flaw("/walletId", "is a wallet of another operator");
        }
        return switch (wallet.kind()) {
            case CORPORATE ->
                said.walletClass().orElse(WalletClass.CORPORATE) == WalletClass.CORPORATE
                        ? Optional.empty()
                        : flaw("/walletClass", "does not fit the number, which is that of a corporate wallet");
            case PERSONAL -> personal(said);
            case OTHER -> flaw("/walletId", "is neither a corporate nor a personal wallet");
        };
    }

    private static Optional<Flaw> personal(Application said) {
        if (said.category() != MerchantCategory.SOLE_PROPRIETOR) {
            return flaw("/walletId", "is a personal wallet; only a sole proprietor may be paid into one");
        }
        return said.walletClass().orElse(WalletClass.CORPORATE) == WalletClass.CORPORATE
                ? flaw("/walletClass", "must say of which class the personal wallet is")
                : Optional.empty();
    }

    private static Optional<Flaw> flaw(String pointer, String detail) {
        return Optional.of(new Flaw(pointer, detail));
    }
}
