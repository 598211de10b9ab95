package cn.jiaozi.merchant.outlet;

import cn.jiaozi.chassis.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class TerminalStore {
    private final DatabaseClient client;

    TerminalStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Long> nextSerial() {
        return client.sql("select nextval('terminal_serial')")
                .mapValue(Long.class)
                .one();
    }

    /// True when neither the id nor the serial number was used before.
    Mono<Boolean> insert(Terminal terminal) {
        var rows = List.of(terminal);
        return client.sql("""
                        insert into terminal (terminal_id, merchant_no, store_no, act_id, serial_number, kind, location,
                                              bound_at)
                        select * from unnest(:terminal_id, :merchant_no, :store_no, :act_id, :serial_number, :kind,
                                             :location, :bound_at)
                        on conflict do nothing
                        """)
                .bind("terminal_id", Columns.text(rows, Terminal::terminalId))
                .bind("merchant_no", Columns.text(rows, Terminal::merchantNo))
                .bind("store_no", Columns.text(rows, Terminal::storeNo))
                .bind("act_id", Columns.text(rows, Terminal::actId))
                .bind("serial_number", Columns.text(rows, t -> t.content().serialNumber()))
                .bind("kind", Columns.text(rows, t -> t.content().kind().name()))
                .bind("location", Columns.text(rows, t -> t.content().location()))
                .bind("bound_at", Columns.instants(rows, Terminal::boundAt))
                .fetch()
                .rowsUpdated()
                .map(count -> count == 1);
    }

    Mono<Terminal> find(String merchantNo, String storeNo, String actId) {
        return client.sql("""
                        select terminal_id, merchant_no, store_no, act_id, serial_number, kind, location, bound_at
                        from terminal where merchant_no = :no and store_no = :store and act_id = :act
                        """)
                .bind("no", merchantNo)
                .bind("store", storeNo)
                .bind("act", actId)
                .map(TerminalStore::terminal)
                .one();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Terminal terminal(Readable row) {
        return new Terminal(
                row.get("terminal_id", String.class),
                row.get("merchant_no", String.class),
                row.get("store_no", String.class),
                row.get("act_id", String.class),
                new Terminal.Content(
                        row.get("serial_number", String.class),
                        Terminal.Kind.valueOf(row.get("kind", String.class)),
                        row.get("location", String.class)),
                row.get("bound_at", Instant.class));
    }
}
