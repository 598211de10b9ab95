package cn.jiaozi.local.core;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the bank knows of the holder of a deposit account, compared with what somebody claims.
final class Identity {
    enum Mismatch {
        ACCOUNT_NOT_FOUND,
        NAME_MISMATCH,
        ID_NO_INVALID,
        PHONE_MISMATCH
    }

    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECK_DIGITS = "10X98765432";

    private Identity() {}

    /// @param idNo  absent for an organization
    /// @param phone compared where it is given
    static Optional<Mismatch> check(
            DepositAccount account, String name, @Nullable String idNo, @Nullable String phone) {
        if (!account.name().equals(name)) {
            return Optional.of(Mismatch.NAME_MISMATCH);
        }
        if (idNo != null
                && (account.idNo() == null ? !isValid(idNo) : !account.idNo().equals(idNo))) {
            return Optional.of(Mismatch.ID_NO_INVALID);
        }
        if (phone != null && account.phone() != null && !account.phone().equals(phone)) {
            return Optional.of(Mismatch.PHONE_MISMATCH);
        }
        return Optional.empty();
    }

    /// GB 11643: the last character is a check digit over the first seventeen (ISO 7064 MOD 11-2).
    static boolean isValid(String idNo) {
        if (!idNo.matches("[1-9][0-9]{16}[0-9X]")) {
            return false;
        }
        var sum = 0;
        for (var i = 0; i < WEIGHTS.length; i++) {
            sum += (idNo.charAt(i) - '0') * WEIGHTS[i];
        }
        return CHECK_DIGITS.charAt(sum % 11) == idNo.charAt(17);
    }
}
