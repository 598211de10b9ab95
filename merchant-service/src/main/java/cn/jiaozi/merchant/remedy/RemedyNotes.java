package cn.jiaozi.merchant.remedy;

import cn.jiaozi.merchant.audit.AuditLine;
import cn.jiaozi.merchant.audit.AuditService;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Writes down who did what about an item.
@Component
class RemedyNotes {
    private final AuditService audit;
    private final Clock clock;

    RemedyNotes(AuditService audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    Mono<Void> add(String who, Remedy remedy) {
        Map<String, String> detail = new HashMap<>();
        detail.put("kind", remedy.kind().name());
        detail.put("mark", remedy.mark().name());
        detail.put("amountFen", String.valueOf(remedy.amountFen()));
        detail.put("reason", remedy.reason());
        remedy.businessId().ifPresent(id -> detail.put("businessId", id));
        remedy.failure().ifPresent(why -> detail.put("failure", why));
        return audit.add(List.of(new AuditLine(
                "reconciliation-item:" + remedy.itemId(),
                Optional.empty(),
                "REMEDY_" + remedy.state(),
                who,
                Optional.of(remedy.remedyId()),
                detail,
                clock.instant())));
    }
}
