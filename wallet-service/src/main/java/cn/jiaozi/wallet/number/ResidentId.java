package cn.jiaozi.wallet.number;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/// The number of a resident's identity card (GB 11643): area, birthday, order, check character by ISO 7064 MOD 11-2.
public final class ResidentId {
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECKS = "10X98765432";

    private ResidentId() {}

    /// The birthday, or empty when the number is not a valid one.
    public static Optional<LocalDate> birthday(String idNo) {
        if (!idNo.matches("[1-9][0-9]{16}[0-9X]") || idNo.charAt(17) != check(idNo)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(number(idNo, 6, 10), number(idNo, 10, 12), number(idNo, 12, 14)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    static char check(String idNo) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (idNo.charAt(i) - '0') * WEIGHTS[i];
        }
        return CHECKS.charAt(sum % 11);
    }

    private static int number(String idNo, int from, int to) {
        return Integer.parseInt(idNo, from, to, 10);
    }
}
