package cn.jiaozi.wallet.restriction;

import cn.jiaozi.chassis.Columns;
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
class RestrictionStore {
    private final DatabaseClient sql;

    RestrictionStore(DatabaseClient sql) {
        this.sql = sql;
    }

    /// Takes the lock of the wallet's restrictions.
    ///
    /// @return the version of the posture that is now to be announced
    Mono<Long> nextVersion(String walletId) {
        return sql.sql("""
                insert into posture (wallet_id, version) values (:walletId, 1)
                on conflict (wallet_id) do update set version = posture.version + 1
                returning version
                """)
                .bind("walletId", walletId)
                .map(row -> Objects.requireNonNull(row.get("version", Long.class)))
                .one();
    }

    Mono<Restriction> find(String walletId, String restrictionId) {
        return sql.sql("select * from restriction where wallet_id = :walletId and restriction_id = :restrictionId")
                .bind("walletId", walletId)
                .bind("restrictionId", restrictionId)
                .map(RestrictionStore::restriction)
                .one();
    }

    /// Every restriction of these wallets that is not released.
    Mono<List<Restriction>> open(Collection<String> walletIds) {
        return sql.sql("select * from restriction where wallet_id = any(:walletIds) and state <> 'RELEASED'")
                .bind("walletIds", Columns.text(walletIds, id -> id))
                .map(RestrictionStore::restriction)
                .all()
                .collectList();
    }

    Mono<List<Restriction>> lock(Collection<String> businessIds) {
        return sql.sql("select * from restriction where business_id = any(:ids) order by business_id for update")
                .bind("ids", Columns.text(businessIds, id -> id))
                .map(RestrictionStore::restriction)
                .all()
                .collectList();
    }

    Mono<List<Restriction>> expired(Instant now, int atMost) {
        return sql.sql("""
                select * from restriction where state in ('REQUESTED', 'IN_FORCE') and until <= :now
                order by until limit :atMost
                """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("atMost", atMost)
                .map(RestrictionStore::restriction)
                .all()
                .collectList();
    }

    Mono<Void> insert(Restriction restriction) {
        var one = List.of(restriction);
        return sql.sql("""
                insert into restriction (business_id, wallet_id, restriction_id, type, authority, reason_code,
                    document_no, amount_fen, until, state, placed_by, requested_at)
                select * from unnest(:businessId, :walletId, :restrictionId, :type, :authority, :reasonCode,
                    :documentNo, :amountFen, :until, :state, :placedBy, :requestedAt)
                """)
                .bind("businessId", Columns.text(one, Restriction::businessId))
                .bind("walletId", Columns.text(one, Restriction::walletId))
                .bind("restrictionId", Columns.text(one, Restriction::restrictionId))
                .bind("type", Columns.text(one, r -> r.terms().type().name()))
                .bind("authority", Columns.text(one, r -> r.terms().authority().name()))
                .bind("reasonCode", Columns.text(one, r -> r.terms().reasonCode()))
                .bind(
                        "documentNo",
                        Columns.text(one, r -> r.terms().documentNo().orElse(null)))
                .bind("amountFen", Columns.longs(one, r -> r.terms().amountFen().orElse(null)))
                .bind("until", Columns.instants(one, r -> r.terms().until().orElse(null)))
                .bind("state", Columns.text(one, r -> r.state().name()))
                .bind("placedBy", Columns.text(one, Restriction::placedBy))
                .bind("requestedAt", Columns.instants(one, Restriction::requestedAt))
                .then();
    }

    /// Stores restrictions that were locked before.
    Mono<Void> save(List<Restriction> restrictions) {
        return sql.sql("""
                update restriction r
                set state = t.state, in_force_at = t.in_force_at, released_by = t.released_by,
                    released_at = t.released_at
                from unnest(:businessId, :state, :inForceAt, :releasedBy, :releasedAt)
                    as t (business_id, state, in_force_at, released_by, released_at)
                where r.business_id = t.business_id
                """)
                .bind("businessId", Columns.text(restrictions, Restriction::businessId))
                .bind("state", Columns.text(restrictions, r -> r.state().name()))
                .bind(
                        "inForceAt",
                        Columns.instants(restrictions, r -> r.inForceAt().orElse(null)))
                .bind(
                        "releasedBy",
                        Columns.text(restrictions, r -> r.releasedBy().orElse(null)))
                .bind(
                        "releasedAt",
                        Columns.instants(restrictions, r -> r.releasedAt().orElse(null)))
                .then();
    }

    private static Restriction restriction(Readable row) {
        return new Restriction(
                text(row, "business_id"),
                text(row, "wallet_id"),
                text(row, "restriction_id"),
                new Restriction.Terms(
                        RestrictionType.valueOf(text(row, "type")),
                        Authority.valueOf(text(row, "authority")),
                        text(row, "reason_code"),
                        Optional.ofNullable(row.get("document_no", String.class)),
                        Optional.ofNullable(row.get("amount_fen", Long.class)),
                        instant(row, "until")),
                RestrictionState.valueOf(text(row, "state")),
                text(row, "placed_by"),
                instant(row, "requested_at").orElseThrow(),
                instant(row, "in_force_at"),
                Optional.ofNullable(row.get("released_by", String.class)),
                instant(row, "released_at"));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static Optional<Instant> instant(Readable row, String column) {
        return Optional.ofNullable(row.get(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
