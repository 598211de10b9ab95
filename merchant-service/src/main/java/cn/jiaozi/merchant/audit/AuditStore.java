package cn.jiaozi.merchant.audit;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.chassis.Json;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// The table is append-only; the database refuses anything else.
@Component
class AuditStore {
    private static final String SELECT = """
            select line_no, subject, merchant_no, what, who, act_id, detail::text as detail, at from audit_line
            """;

    private final DatabaseClient client;

    AuditStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Void> add(List<AuditLine> lines) {
        return client.sql("""
                        insert into audit_line (subject, merchant_no, what, who, act_id, detail, at)
                        select subject, merchant_no, what, who, act_id, detail::jsonb, at
                        from unnest(:subject, :merchant_no, :what, :who, :act_id, :detail, :at) with ordinality
                             as l (subject, merchant_no, what, who, act_id, detail, at, nth)
                        order by nth
                        """)
                .bind("subject", Columns.text(lines, AuditLine::subject))
                .bind("merchant_no", Columns.text(lines, l -> l.merchantNo().orElse(null)))
                .bind("what", Columns.text(lines, AuditLine::what))
                .bind("who", Columns.text(lines, AuditLine::who))
                .bind("act_id", Columns.text(lines, l -> l.actId().orElse(null)))
                .bind("detail", Columns.text(lines, l -> Json.write(l.detail())))
                .bind("at", Columns.instants(lines, AuditLine::at))
                .then();
    }

    Mono<List<AuditPage.Line>> ofMerchant(String merchantNo, long before, int limit) {
        return client.sql(SELECT + """
                         where merchant_no = :no and line_no < :before order by line_no desc limit :limit
                        """)
                .bind("no", merchantNo)
                .bind("before", before)
                .bind("limit", limit)
                .map(AuditStore::line)
                .all()
                .collectList();
    }

    Mono<List<AuditPage.Line>> lines(Optional<String> subject, long before, int limit) {
        var query = subject.isPresent()
                ? client.sql(SELECT + """
                                 where subject = :subject and line_no < :before order by line_no desc limit :limit
                                """).bind("subject", subject.get())
                : client.sql(SELECT + " where line_no < :before order by line_no desc limit :limit");
        return query.bind("before", before)
                .bind("limit", limit)
                .map(AuditStore::line)
                .all()
                .collectList();
    }

    // The driver's types are nullable where these columns are not; a detail is an object of texts.
    @SuppressWarnings({"NullAway", "unchecked"})
    private static AuditPage.Line line(Readable row) {
        return AuditPage.Line.of(
                row.get("line_no", Long.class),
                new AuditLine(
                        row.get("subject", String.class),
                        Optional.ofNullable(row.get("merchant_no", String.class)),
                        row.get("what", String.class),
                        row.get("who", String.class),
                        Optional.ofNullable(row.get("act_id", String.class)),
                        Json.read(row.get("detail", String.class), Map.class),
                        row.get("at", Instant.class)));
    }
}
