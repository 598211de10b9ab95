package cn.jiaozi.wallet.pin;

import cn.jiaozi.chassis.Caller;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

@Repository
class PinStore {
    private final DatabaseClient sql;

    /// @param kept by the vault; of no use to anybody else
    record Pin(String kept, Instant setAt, Optional<Instant> lockedUntil) {
        @Override
        public String toString() {
            return "Pin";
        }
    }

    /// @param digest SHA-256 of the block, in base64
    record Setting(String walletId, String settingId, String digest, Instant setAt) {}

    PinStore(DatabaseClient sql) {
        this.sql = sql;
    }

    /// Until the transaction ends nobody else sets or tries the PIN of this wallet.
    Mono<Void> lock(String walletId) {
        return sql.sql("select pg_advisory_xact_lock(hashtextextended(:lock, 0))")
                .bind("lock", "pin/" + walletId)
                .then();
    }

    Mono<Pin> find(String walletId) {
        return sql.sql("select * from pin where wallet_id = :walletId")
                .bind("walletId", walletId)
                .map(row ->
                        new Pin(text(row, "kept"), instant(row, "set_at").orElseThrow(), instant(row, "locked_until")))
                .one();
    }

    Mono<Setting> findSetting(String walletId, String settingId) {
        return sql.sql("select * from pin_setting where wallet_id = :walletId and setting_id = :settingId")
                .bind("walletId", walletId)
                .bind("settingId", settingId)
                .map(row -> new Setting(
                        text(row, "wallet_id"),
                        text(row, "setting_id"),
                        text(row, "digest"),
                        instant(row, "set_at").orElseThrow()))
                .one();
    }

    /// A new PIN begins with no wrong tries and no lock.
    Mono<Void> set(Setting setting, String kept, Caller by) {
        return sql.sql("""
                with forgiven as (
                    update pin_verification set counts = false where wallet_id = :walletId and counts
                ), written as (
                    insert into pin_setting (wallet_id, setting_id, digest, party, factors, set_at)
                    values (:walletId, :settingId, :digest, :party, :factors, :setAt)
                )
                insert into pin (wallet_id, kept, set_at) values (:walletId, :kept, :setAt)
                on conflict (wallet_id) do update
                set kept = excluded.kept, set_at = excluded.set_at, locked_until = null
                """)
                .bind("walletId", setting.walletId())
                .bind("settingId", setting.settingId())
                .bind("digest", setting.digest())
                .bind("party", by.party())
                .bind("factors", by.factors().stream().map(Enum::name).sorted().toArray(String[]::new))
                .bind("setAt", setting.setAt().atOffset(ZoneOffset.UTC))
                .bind("kept", kept)
                .then();
    }

    Mono<PinVerification> find(String walletId, String verificationId) {
        return sql.sql("""
                select * from pin_verification where wallet_id = :walletId and verification_id = :verificationId
                """)
                .bind("walletId", walletId)
                .bind("verificationId", verificationId)
                .map(PinStore::verification)
                .one();
    }

    Mono<Integer> countWrong(String walletId) {
        return sql.sql("select count(*)::int as wrong from pin_verification where wallet_id = :walletId and counts")
                .bind("walletId", walletId)
                .map(row -> Objects.requireNonNull(row.get("wrong", Integer.class)))
                .one();
    }

    Mono<Void> insert(PinVerification verification) {
        return sql.sql("""
                insert into pin_verification (wallet_id, verification_id, payment_id, party, digest, state, counts,
                    tries_left, tried_at)
                values (:walletId, :verificationId, :paymentId, :party, :digest, :state, :counts, :triesLeft, :triedAt)
                """)
                .bind("walletId", verification.walletId())
                .bind("verificationId", verification.verificationId())
                .bind("paymentId", verification.paymentId())
                .bind("party", verification.party())
                .bind("digest", verification.digest())
                .bind("state", verification.state().name())
                .bind("counts", verification.counts())
                .bind("triesLeft", verification.triesLeft())
                .bind("triedAt", verification.triedAt().atOffset(ZoneOffset.UTC))
                .then();
    }

    Mono<Void> save(PinVerification ended) {
        return sql.sql("""
                update pin_verification set state = :state, counts = :counts, ended_at = :endedAt
                where wallet_id = :walletId and verification_id = :verificationId
                """)
                .bind("state", ended.state().name())
                .bind("counts", ended.counts())
                .bind("endedAt", ended.endedAt().orElseThrow().atOffset(ZoneOffset.UTC))
                .bind("walletId", ended.walletId())
                .bind("verificationId", ended.verificationId())
                .then();
    }

    Mono<Void> forgiveAll(String walletId) {
        return sql.sql("update pin_verification set counts = false where wallet_id = :walletId and counts")
                .bind("walletId", walletId)
                .then();
    }

    /// The tries that were begun before this one.
    Mono<Void> forgiveBefore(PinVerification right) {
        return sql.sql("""
                update pin_verification set counts = false
                where wallet_id = :walletId and counts and seq < (
                    select seq from pin_verification where wallet_id = :walletId and verification_id = :verificationId)
                """)
                .bind("walletId", right.walletId())
                .bind("verificationId", right.verificationId())
                .then();
    }

    Mono<Void> lockUntil(String walletId, Optional<Instant> until) {
        return sql.sql("update pin set locked_until = :until where wallet_id = :walletId")
                .bind(
                        "until",
                        until.<Object>map(at -> at.atOffset(ZoneOffset.UTC))
                                .orElseGet(() -> Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE)))
                .bind("walletId", walletId)
                .then();
    }

    private static PinVerification verification(Readable row) {
        return new PinVerification(
                text(row, "wallet_id"),
                text(row, "verification_id"),
                text(row, "payment_id"),
                text(row, "party"),
                text(row, "digest"),
                PinVerification.State.valueOf(text(row, "state")),
                Objects.requireNonNull(row.get("counts", Boolean.class)),
                Objects.requireNonNull(row.get("tries_left", Integer.class)),
                instant(row, "tried_at").orElseThrow(),
                instant(row, "ended_at"));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static Optional<Instant> instant(Readable row, String column) {
        return Optional.ofNullable(row.get(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
