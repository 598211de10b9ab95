package cn.jiaozi.merchant.terminal;

import cn.jiaozi.chassis.Columns;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// The table is append-only; the database refuses anything else.
@Component
class AuditStore {
    private final DatabaseClient client;

    AuditStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Void> add(AuditLine line) {
        var rows = List.of(line);
        return client.sql("""
                        insert into terminal_audit (terminal_id, what, who, act_id, key_id, at)
                        select * from unnest(:terminal_id, :what, :who, :act_id, :key_id, :at)
                        """)
                .bind("terminal_id", Columns.text(rows, AuditLine::terminalId))
                .bind("what", Columns.text(rows, l -> l.what().name()))
                .bind("who", Columns.text(rows, AuditLine::who))
                .bind("act_id", Columns.text(rows, l -> l.actId().orElse(null)))
                .bind("key_id", Columns.text(rows, l -> l.keyId().orElse(null)))
                .bind("at", Columns.instants(rows, AuditLine::at))
                .then();
    }
}
