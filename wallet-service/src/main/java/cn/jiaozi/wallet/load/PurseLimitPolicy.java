package cn.jiaozi.wallet.load;

import cn.jiaozi.sdk.voucher.Limits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What chips are told to obey from a day on, with their next load.
record PurseLimitPolicy(LoadLimits kind, LocalDate effectiveOn, Terms terms) {
    /// What an operator may set; the words are those of [Limits].
    record Terms(
            @Positive @Max(MOST) long balanceFen,
            @PositiveOrZero @Max(MOST) long singleFen,
            @PositiveOrZero @Max(MOST) long singleWithPinFen,
            @Positive @Max(Limits.MOST_PAYMENTS) int payments,
            @Positive @Max(MOST) long totalFen,
            @PositiveOrZero @Max(Limits.MOST_PAYMENTS) int poweredOffPayments,
            @PositiveOrZero @Max(MOST) long poweredOffFen) {
        private static final long MOST = 1_000_000_000_000_000L;

        /// @param policy the version that chips write into what they sign
        Limits limits(int policy) {
            return new Limits(
                    policy,
                    balanceFen,
                    singleFen,
                    singleWithPinFen,
                    payments,
                    totalFen,
                    poweredOffPayments,
                    poweredOffFen);
        }

        /// The first field that differs, as a JSON pointer.
        Optional<String> difference(Terms other) {
            var theirs = other.fields();
            return fields().entrySet().stream()
                    .filter(field -> !field.getValue().equals(theirs.get(field.getKey())))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }

        private Map<String, Long> fields() {
            var fields = new LinkedHashMap<String, Long>();
            fields.put("/balanceFen", balanceFen);
            fields.put("/singleFen", singleFen);
            fields.put("/singleWithPinFen", singleWithPinFen);
            fields.put("/payments", (long) payments);
            fields.put("/totalFen", totalFen);
            fields.put("/poweredOffPayments", (long) poweredOffPayments);
            fields.put("/poweredOffFen", poweredOffFen);
            return fields;
        }
    }
}
