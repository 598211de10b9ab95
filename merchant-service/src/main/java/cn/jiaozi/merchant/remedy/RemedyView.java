package cn.jiaozi.merchant.remedy;

import cn.jiaozi.merchant.reconciliation.Mark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A remedy as it is shown.
record RemedyView(
        UUID itemId,
        String id,
        RemedyKind kind,
        String reason,
        Remedy.State state,
        Mark mark,
        long amountFen,
        String proposedBy,
        Instant proposedAt,
        Optional<String> decidedBy,
        Optional<Instant> decidedAt,
        Optional<String> businessId,
        Optional<String> failure,
        Optional<Instant> endedAt) {
    /// @param fitting what may be proposed now
    record All(List<RemedyKind> fitting, List<RemedyView> remedies) {}

    static RemedyView of(Remedy remedy) {
        return new RemedyView(
                remedy.itemId(),
                remedy.remedyId(),
                remedy.kind(),
                remedy.reason(),
                remedy.state(),
                remedy.mark(),
                remedy.amountFen(),
                remedy.proposedBy(),
                remedy.proposedAt(),
                remedy.decidedBy(),
                remedy.decidedAt(),
                remedy.businessId(),
                remedy.failure(),
                remedy.endedAt());
    }
}
