package cn.jiaozi.wallet.opening;

import cn.jiaozi.contracts.Reason;
import cn.jiaozi.wallet.kyc.Identity;
import cn.jiaozi.wallet.limit.WalletClass;
import cn.jiaozi.wallet.number.CreditCode;
import cn.jiaozi.wallet.number.ResidentId;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What can be said about an opening without asking anybody. The age rule is the e-CNY App's: classes with an identity
/// are for persons of sixteen and above.
final class OpeningRules {
    private static final int AGE = 16;

    private OpeningRules() {}

    static Optional<Reason> refusal(WalletClass walletClass, Identity identity, LocalDate today) {
        return switch (walletClass) {
            case CLASS_IV, HW_ANON -> Optional.empty();
            case CLASS_II -> person(ResidentId.birthday(identity.idNo().orElseThrow()), today);
            case CORPORATE ->
                CreditCode.isValid(identity.creditCode().orElseThrow())
                        ? Optional.empty()
                        : Optional.of(Reason.ID_NO_INVALID);
        };
    }

    /// What only one wallet may have: a Class IV its phone, a Class II its person, each per operator.
    static Optional<String> unique(WalletClass walletClass, Identity identity, String operator) {
        return switch (walletClass) {
            case CLASS_IV ->
                Optional.of("CLASS_IV/" + operator + "/" + identity.phone().orElseThrow());
            case CLASS_II ->
                Optional.of("CLASS_II/" + operator + "/IT01/" + identity.idNo().orElseThrow());
            case CORPORATE, HW_ANON -> Optional.empty();
        };
    }

    /// The first field in which a repeated opening differs from what was asked for first, as a JSON pointer.
    static Optional<String> difference(Wallet known, Identity knownIdentity, Wallet asked, Identity identity) {
        if (known.walletClass() != asked.walletClass()) {
            return Optional.of("/walletClass");
        }
        if (!known.ownerParty().equals(asked.ownerParty())) {
            return Optional.of("/ownerParty");
        }
        if (!known.branchCode().equals(asked.branchCode())) {
            return Optional.of("/branchCode");
        }
        var before = fields(knownIdentity);
        var now = fields(identity);
        return before.keySet().stream()
                .sorted()
                .filter(pointer -> !Objects.equals(before.get(pointer), now.get(pointer)))
                .findFirst();
    }

    private static Map<String, Optional<String>> fields(Identity identity) {
        return Map.of(
                "/phone", identity.phone(),
                "/name", identity.name(),
                "/idNo", identity.idNo(),
                "/uscc", identity.creditCode(),
                "/legalRepresentative", identity.legalRepresentative(),
                "/bankAccount/accountNo", identity.accountNo());
    }

    private static Optional<Reason> person(Optional<LocalDate> birthday, LocalDate today) {
        if (birthday.isEmpty() || birthday.get().isAfter(today)) {
            return Optional.of(Reason.ID_NO_INVALID);
        }
        return birthday.get().plusYears(AGE).isAfter(today) ? Optional.of(Reason.AGE_BELOW_16) : Optional.empty();
    }
}
