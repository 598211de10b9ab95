package cn.jiaozi.merchant.fee;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

record FeePlanPage(List<FeePlanView> plans, Optional<UUID> nextCursor) {
    /// @param oneMore a page and, where there is a next page, its first line
    static FeePlanPage of(List<Plan> oneMore, int limit, boolean toOperator) {
        var page = oneMore.subList(0, Math.min(limit, oneMore.size()));
        return new FeePlanPage(
                page.stream().map(plan -> FeePlanView.of(plan, toOperator)).toList(),
                oneMore.size() > limit ? Optional.of(page.getLast().planId()) : Optional.empty());
    }
}
