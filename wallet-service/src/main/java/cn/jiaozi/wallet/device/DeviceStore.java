package cn.jiaozi.wallet.device;

import cn.jiaozi.contracts.AuthFactor;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

@Repository
class DeviceStore {
    private final DatabaseClient sql;

    DeviceStore(DatabaseClient sql) {
        this.sql = sql;
    }

    /// Until the transaction ends nobody else registers or revokes a device of this party.
    Mono<Void> lock(String party) {
        return sql.sql("select pg_advisory_xact_lock(hashtextextended(:lock, 0))")
                .bind("lock", "device/" + party)
                .then();
    }

    Mono<Device> find(String party, String deviceId) {
        return sql.sql("select * from device where party = :party and device_id = :deviceId")
                .bind("party", party)
                .bind("deviceId", deviceId)
                .map(DeviceStore::device)
                .one();
    }

    /// Active ones first, then the newest.
    Mono<List<Device>> list(String party, int atMost) {
        return sql.sql("""
                select * from device where party = :party
                order by revoked_at is not null, registered_at desc, device_id limit :atMost
                """)
                .bind("party", party)
                .bind("atMost", atMost)
                .map(DeviceStore::device)
                .all()
                .collectList();
    }

    /// The next ones, in the order of their keys.
    Mono<List<Device>> after(String keyId, int atMost) {
        return sql.sql("select * from device where key_id > :keyId order by key_id limit :atMost")
                .bind("keyId", keyId)
                .bind("atMost", atMost)
                .map(DeviceStore::device)
                .all()
                .collectList();
    }

    Mono<Long> countActive(String party) {
        return sql.sql("select count(*) as active from device where party = :party and revoked_at is null")
                .bind("party", party)
                .map(row -> Objects.requireNonNull(row.get("active", Long.class)))
                .one();
    }

    /// @return false when the key was registered before, also when it was in the same moment
    Mono<Boolean> insert(Device device) {
        return sql.sql("""
                insert into device (party, device_id, name, key_id, public_key, registered_at)
                values (:party, :deviceId, :name, :keyId, :publicKey, :registeredAt)
                on conflict (key_id) do nothing
                """)
                .bind("party", device.party())
                .bind("deviceId", device.deviceId())
                .bind("name", device.name())
                .bind("keyId", device.keyId())
                .bind("publicKey", device.publicKey())
                .bind("registeredAt", device.registeredAt().atOffset(ZoneOffset.UTC))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    Mono<Void> saveRevocation(Device device) {
        return sql.sql("update device set revoked_at = :revokedAt where party = :party and device_id = :deviceId")
                .bind("revokedAt", device.revokedAt().orElseThrow().atOffset(ZoneOffset.UTC))
                .bind("party", device.party())
                .bind("deviceId", device.deviceId())
                .then();
    }

    Mono<Void> write(DeviceAct act, Device device, Collection<AuthFactor> factors, Instant at) {
        return sql.sql("""
                insert into device_act (act, party, device_id, key_id, name, factors, at)
                values (:act, :party, :deviceId, :keyId, :name, :factors, :at)
                """)
                .bind("act", act.name())
                .bind("party", device.party())
                .bind("deviceId", device.deviceId())
                .bind("keyId", device.keyId())
                .bind("name", device.name())
                .bind("factors", factors.stream().map(AuthFactor::name).sorted().toArray(String[]::new))
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .then();
    }

    private static Device device(Readable row) {
        return new Device(
                text(row, "party"),
                text(row, "device_id"),
                text(row, "name"),
                text(row, "key_id"),
                text(row, "public_key"),
                instant(row, "registered_at").orElseThrow(),
                instant(row, "revoked_at"));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static Optional<Instant> instant(Readable row, String column) {
        return Optional.ofNullable(row.get(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
