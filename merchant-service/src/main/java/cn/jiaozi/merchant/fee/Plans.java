package cn.jiaozi.merchant.fee;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The approved plans of some merchants. Who has none, or none yet, pays nothing.
final class Plans {
    private final Map<String, NavigableMap<LocalDate, Agreed>> byMerchant = new HashMap<>();

    /// @param branchCode of the merchant, whose branch has the income
    record Agreed(Plan plan, String branchCode) {}

    Plans(Collection<Agreed> agreed) {
        agreed.forEach(each -> byMerchant
                .computeIfAbsent(each.plan().merchantNo(), _ -> new TreeMap<>())
                .put(each.plan().effectiveOn(), each));
    }

    Optional<Agreed> inForce(String merchantNo, LocalDate on) {
        return Optional.ofNullable(byMerchant.get(merchantNo))
                .flatMap(plans -> Optional.ofNullable(plans.floorEntry(on)))
                .map(Map.Entry::getValue);
    }
}
