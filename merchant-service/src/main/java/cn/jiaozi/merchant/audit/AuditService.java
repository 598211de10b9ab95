package cn.jiaozi.merchant.audit;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Keeps the log and tells it, newest first.
@Service
public class AuditService {
    private final AuditStore store;

    AuditService(AuditStore store) {
        this.store = store;
    }

    /// In the transaction of the act, so that there is no act without its line and no line without its act.
    @Transactional(propagation = Propagation.MANDATORY)
    public Mono<Void> add(List<AuditLine> lines) {
        return lines.isEmpty() ? Mono.empty() : store.add(lines);
    }

    public Mono<AuditPage> ofMerchant(String merchantNo, AuditCursor before, int limit) {
        return store.ofMerchant(merchantNo, before.lineNo(), limit + 1).map(oneMore -> AuditPage.of(oneMore, limit));
    }

    Mono<AuditPage> lines(Optional<String> subject, AuditCursor before, int limit) {
        return store.lines(subject, before.lineNo(), limit + 1).map(oneMore -> AuditPage.of(oneMore, limit));
    }
}
