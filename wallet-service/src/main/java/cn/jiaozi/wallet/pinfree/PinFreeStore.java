package cn.jiaozi.wallet.pinfree;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

@Repository
class PinFreeStore {
    private final DatabaseClient sql;

    PinFreeStore(DatabaseClient sql) {
        this.sql = sql;
    }

    /// Settings by wallet; wallets that never had one are absent.
    Mono<Map<String, Setting>> find(Collection<String> walletIds) {
        return sql.sql("select * from pin_free where wallet_id = any(:walletIds)")
                .bind("walletIds", Columns.text(walletIds, id -> id))
                .map(row -> Map.entry(
                        Objects.requireNonNull(row.get("wallet_id", String.class)), PinFreeStore.setting(row)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /// Inserted when it is not there yet: what is not there cannot be locked.
    Mono<Setting> lock(String walletId) {
        return sql.sql("""
                insert into pin_free (wallet_id, single_fen, daily_fen) values (:walletId, 0, 0)
                on conflict (wallet_id) do update set single_fen = pin_free.single_fen
                returning single_fen, daily_fen
                """)
                .bind("walletId", walletId)
                .map(PinFreeStore::setting)
                .one();
    }

    /// Changes a setting that was locked before, and writes down who did it.
    Mono<Void> save(String walletId, Setting setting, Caller by, Instant at) {
        return sql.sql("""
                with changed as (
                    update pin_free set single_fen = :singleFen, daily_fen = :dailyFen where wallet_id = :walletId
                    returning wallet_id, single_fen, daily_fen
                )
                insert into pin_free_change (wallet_id, single_fen, daily_fen, party, factors, at)
                select wallet_id, single_fen, daily_fen, :party, :factors, :at from changed
                """)
                .bind("singleFen", setting.singleFen())
                .bind("dailyFen", setting.dailyFen())
                .bind("walletId", walletId)
                .bind("party", by.party())
                .bind("factors", by.factors().stream().map(Enum::name).sorted().toArray(String[]::new))
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .then();
    }

    private static Setting setting(Readable row) {
        return new Setting(
                Objects.requireNonNull(row.get("single_fen", Long.class)),
                Objects.requireNonNull(row.get("daily_fen", Long.class)));
    }
}
