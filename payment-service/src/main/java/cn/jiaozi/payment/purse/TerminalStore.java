package cn.jiaozi.payment.purse;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.contracts.SignerKey;
import cn.jiaozi.payment.purse.Tills.Till;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class TerminalStore {
    private final DatabaseClient client;

    TerminalStore(DatabaseClient client) {
        this.client = client;
    }

    /// Keys of terminals alone; each may be there only once.
    Mono<Void> keep(List<SignerKey> keys) {
        return client.sql("""
                        insert into terminal_key as t (key_id, terminal_id, merchant_no, store_no, active, version)
                        select * from unnest(:key_id, :terminal_id, :merchant_no, :store_no, :active, :version)
                                      as u (key_id)
                        order by key_id
                        on conflict (key_id) do update
                        set active = excluded.active, version = excluded.version
                        where t.version < excluded.version
                        """)
                .bind("key_id", Columns.text(keys, SignerKey::keyId))
                .bind("terminal_id", Columns.text(keys, key -> terminal(key).terminalId()))
                .bind("merchant_no", Columns.text(keys, key -> terminal(key).merchantNo()))
                .bind("store_no", Columns.text(keys, key -> terminal(key).storeNo()))
                .bind("active", Columns.booleans(keys, SignerKey::active))
                .bind("version", Columns.longs(keys, SignerKey::version))
                .then();
    }

    /// A terminal has had several keys when it was set up again.
    Mono<Map<String, Till>> find(Collection<String> terminalIds) {
        return client.sql("""
                        select distinct on (terminal_id) terminal_id, merchant_no, store_no, active
                        from terminal_key
                        where terminal_id = any(:ids)
                        order by terminal_id, active desc, version desc
                        """)
                .bind("ids", terminalIds.toArray(String[]::new))
                .map(TerminalStore::till)
                .all()
                .collectMap(till -> till.terminal().terminalId());
    }

    private static SignerKey.Terminal terminal(SignerKey key) {
        return key.terminal().orElseThrow();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Till till(Readable row) {
        return new Till(
                new SignerKey.Terminal(
                        row.get("terminal_id", String.class),
                        row.get("merchant_no", String.class),
                        row.get("store_no", String.class)),
                row.get("active", Boolean.class));
    }
}
