package cn.jiaozi.merchant.fee;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

record PlanPage(List<PlanView> plans, Optional<UUID> nextCursor) {
    /// @param oneMore a page and, where there is a next page, its first line
    static PlanPage of(List<Plan> oneMore, int limit, boolean toOperator) {
        var page = oneMore.subList(0, Math.min(limit, oneMore.size()));
        return new PlanPage(
                page.stream().map(plan -> PlanView.of(plan, toOperator)).toList(),
                oneMore.size() > limit ? Optional.of(page.getLast().planId()) : Optional.empty());
    }
}
