package cn.jiaozi.merchant.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.testkit.ServiceTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

@ServiceTest
class AuditServiceIT {
    private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

    private final AuditService audit;
    private final TransactionalOperator transaction;
    private final String subject = "calendar:" + UUID.randomUUID();

    AuditServiceIT(@Autowired AuditService audit, @Autowired TransactionalOperator transaction) {
        this.audit = audit;
        this.transaction = transaction;
    }

    @Test
    void keepsLinesInTheOrderInWhichTheyAreSaid() {
        var first = line("LOADED", Optional.empty(), Map.of());
        var second = line("CHANGED", Optional.of("act-01"), Map.of("note", "调休 \"27日\" \\ , {}", "days", "2"));
        var third = line("CHANGED", Optional.of("act-02"), Map.of("note", ""));

        transaction.transactional(audit.add(List.of(first, second, third))).block();

        assertThat(page(AuditCursor.of(Optional.empty()), 10).lines())
                .extracting(told -> new AuditLine(
                        told.subject(),
                        told.merchantNo(),
                        told.what(),
                        told.who(),
                        told.actId(),
                        told.detail(),
                        told.at()))
                .containsExactly(third, second, first);
        var page = page(AuditCursor.of(Optional.empty()), 2);
        assertThat(page(AuditCursor.of(page.nextCursor()), 2).lines())
                .extracting(AuditPage.Line::what)
                .containsExactly("LOADED");
    }

    @Test
    void keepsNothingOfAnActThatFailed() {
        var act = audit.add(List.of(line("LOADED", Optional.empty(), Map.of())))
                .then(Mono.error(new IllegalStateException("it failed")));

        assertThatThrownBy(() -> transaction.transactional(act).block()).hasMessage("it failed");
        assertThat(page(AuditCursor.of(Optional.empty()), 10).lines()).isEmpty();
    }

    @Test
    void refusesALineWithoutAnAct() {
        assertThatThrownBy(() -> audit.add(List.of(line("LOADED", Optional.empty(), Map.of())))
                        .block())
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    private AuditPage page(AuditCursor before, int limit) {
        return audit.lines(Optional.of(subject), before, limit).blockOptional().orElseThrow();
    }

    private AuditLine line(String what, Optional<String> actId, Map<String, String> detail) {
        return new AuditLine(subject, Optional.empty(), what, "clerk", actId, detail, AT);
    }
}
