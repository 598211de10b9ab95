package cn.jiaozi.merchant.terminal;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.merchant.standing.Unfinished;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class TerminalStore implements Unfinished {
    private static final String SELECT = """
            select t.terminal_id, t.merchant_no, t.store_no, t.act_id, t.serial_number, t.kind, t.location, t.acquirer,
                   t.uscc, t.settlement_account_tail, t.bound_at, t.state, t.version, t.suspected_at, t.deactivated_at,
                   t.deactivation_reason,
                   k.key_id, k.public_key, k.act_id as activation_id, k.registered_at
            from terminal t left join terminal_key k on k.key_id = t.key_id
            """;

    private final DatabaseClient client;

    TerminalStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Long> nextSerial() {
        return client.sql("select nextval('terminal_serial')")
                .mapValue(Long.class)
                .one();
    }

    /// True when the id was not used before and no terminal in service has the serial number.
    Mono<Boolean> insert(Terminal terminal) {
        var rows = List.of(terminal);
        return client.sql("""
                        insert into terminal (terminal_id, merchant_no, store_no, act_id, serial_number, kind, location,
                                              acquirer, uscc, settlement_account_tail, bound_at)
                        select * from unnest(:terminal_id, :merchant_no, :store_no, :act_id, :serial_number, :kind,
                                             :location, :acquirer, :uscc, :settlement_account_tail, :bound_at)
                        on conflict do nothing
                        """)
                .bind("terminal_id", Columns.text(rows, Terminal::terminalId))
                .bind("merchant_no", Columns.text(rows, Terminal::merchantNo))
                .bind("store_no", Columns.text(rows, Terminal::storeNo))
                .bind("act_id", Columns.text(rows, Terminal::actId))
                .bind("serial_number", Columns.text(rows, t -> t.content().serialNumber()))
                .bind("kind", Columns.text(rows, t -> t.content().kind().name()))
                .bind("location", Columns.text(rows, t -> t.content().location()))
                .bind("acquirer", Columns.text(rows, t -> t.bond().acquirer()))
                .bind("uscc", Columns.text(rows, t -> t.bond().uscc()))
                .bind(
                        "settlement_account_tail",
                        Columns.text(rows, t -> t.bond().settlementAccountTail().orElse(null)))
                .bind("bound_at", Columns.instants(rows, Terminal::boundAt))
                .fetch()
                .rowsUpdated()
                .map(count -> count == 1);
    }

    Mono<Terminal> find(String merchantNo, String storeNo, String actId) {
        return client.sql(SELECT + " where t.merchant_no = :no and t.store_no = :store and t.act_id = :act")
                .bind("no", merchantNo)
                .bind("store", storeNo)
                .bind("act", actId)
                .map(TerminalStore::terminal)
                .one();
    }

    Mono<Terminal> find(String terminalId) {
        return client.sql(SELECT + " where t.terminal_id = :id")
                .bind("id", terminalId)
                .map(TerminalStore::terminal)
                .one();
    }

    /// The next ones, in the order of their ids.
    Mono<List<Terminal>> after(String terminalId, int atMost) {
        return client.sql(SELECT + " where t.terminal_id > :id order by t.terminal_id limit :at_most")
                .bind("id", terminalId)
                .bind("at_most", atMost)
                .map(TerminalStore::terminal)
                .all()
                .collectList();
    }

    /// Locks first and reads then: a join under `for update` shows the key as it was before the wait for the lock.
    Mono<Terminal> lock(String terminalId) {
        return client.sql("select 1 from terminal where terminal_id = :id for update")
                .bind("id", terminalId)
                .then()
                .then(Mono.defer(() -> find(terminalId)));
    }

    /// False when the key was registered before, by whichever terminal; waits for whoever is about to register it.
    Mono<Boolean> claim(TerminalKey key) {
        return client.sql("""
                        insert into terminal_key (key_id, public_key, act_id, registered_at)
                        values (:key, :public_key, :act, :at)
                        on conflict do nothing
                        """)
                .bind("key", key.keyId())
                .bind("public_key", key.publicKey())
                .bind("act", key.actId())
                .bind("at", key.registeredAt())
                .fetch()
                .rowsUpdated()
                .map(count -> count == 1);
    }

    /// For a locked one.
    Mono<Void> activate(Terminal terminal, TerminalKey key) {
        return client.sql("""
                        update terminal set state = 'ACTIVE', version = :version, key_id = :key where terminal_id = :id
                        """)
                .bind("version", terminal.version())
                .bind("key", key.keyId())
                .bind("id", terminal.terminalId())
                .then();
    }

    /// For a locked one: suspended, or taken back.
    Mono<Void> move(Terminal terminal) {
        var rows = List.of(terminal);
        return client.sql("""
                        update terminal t set state = u.state, version = u.version, suspected_at = u.suspected_at
                        from unnest(:id, :state, :version, :suspected_at) as u (id, state, version, suspected_at)
                        where t.terminal_id = u.id
                        """)
                .bind("id", Columns.text(rows, Terminal::terminalId))
                .bind("state", Columns.text(rows, t -> t.state().name()))
                .bind("version", Columns.longs(rows, Terminal::version))
                .bind(
                        "suspected_at",
                        Columns.instants(rows, t -> t.suspectedAt().orElse(null)))
                .then();
    }

    /// For a locked one.
    Mono<Void> deactivate(Terminal terminal, Terminal.Deactivation deactivation) {
        return client.sql("""
                        update terminal set state = 'DEACTIVATED', version = :version, deactivated_at = :at,
                                            deactivation_reason = :reason
                        where terminal_id = :id
                        """)
                .bind("version", terminal.version())
                .bind("at", deactivation.at())
                .bind("reason", deactivation.reason())
                .bind("id", terminal.terminalId())
                .then();
    }

    @Override
    public Mono<String> of(String merchantNo) {
        return client.sql("select count(*) from terminal where merchant_no = :no and state <> 'DEACTIVATED'")
                .bind("no", merchantNo)
                .mapValue(Long.class)
                .one()
                .filter(count -> count > 0)
                .map(count -> count + (count == 1 ? " terminal is" : " terminals are") + " not deactivated");
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
                new Terminal.Bond(
                        row.get("acquirer", String.class),
                        row.get("uscc", String.class),
                        Optional.ofNullable(row.get("settlement_account_tail", String.class))),
                row.get("bound_at", Instant.class),
                TerminalState.valueOf(row.get("state", String.class)),
                row.get("version", Long.class),
                Optional.ofNullable(row.get("key_id", String.class))
                        .map(id -> new TerminalKey(
                                id,
                                row.get("public_key", String.class),
                                row.get("activation_id", String.class),
                                row.get("registered_at", Instant.class))),
                Optional.ofNullable(row.get("suspected_at", Instant.class)),
                Optional.ofNullable(row.get("deactivated_at", Instant.class))
                        .map(at -> new Terminal.Deactivation(row.get("deactivation_reason", String.class), at)));
    }
}
