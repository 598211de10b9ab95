package cn.jiaozi.wallet.purse;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.PurseState;
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
class PurseStore {
    private final DatabaseClient sql;

    /// A line of the log.
    ///
    /// @param act a move, `ISSUED` or `RENEWED`
    record Act(String act, String purseId, String party, Collection<AuthFactor> factors, Optional<String> reason) {}

    PurseStore(DatabaseClient sql) {
        this.sql = sql;
    }

    /// Until the transaction ends nobody else issues a purse of this wallet.
    Mono<Void> lockWallet(String walletId) {
        return sql.sql("select pg_advisory_xact_lock(hashtextextended(:lock, 0))")
                .bind("lock", "purse/" + walletId)
                .then();
    }

    Mono<Long> countBlocked() {
        return sql.sql("select count(*) as blocked from purse where state = 'BLOCKED'")
                .map(row -> Objects.requireNonNull(row.get("blocked", Long.class)))
                .one();
    }

    Mono<Purse> findIssue(String issuedBy, String issueId) {
        return sql.sql("select * from purse where issued_by = :issuedBy and issue_id = :issueId")
                .bind("issuedBy", issuedBy)
                .bind("issueId", issueId)
                .map(PurseStore::purse)
                .one();
    }

    Mono<List<Purse>> find(Collection<String> purseIds) {
        return sql.sql("select * from purse where purse_id = any(:ids)")
                .bind("ids", Columns.text(purseIds, id -> id))
                .map(PurseStore::purse)
                .all()
                .collectList();
    }

    Mono<List<Purse>> lock(Collection<String> purseIds) {
        return sql.sql("select * from purse where purse_id = any(:ids) order by purse_id for update")
                .bind("ids", Columns.text(purseIds, id -> id))
                .map(PurseStore::purse)
                .all()
                .collectList();
    }

    /// Usable ones first, then the newest.
    Mono<List<Purse>> ofWallet(String walletId, int atMost) {
        return sql.sql("""
                select * from purse where wallet_id = :walletId
                order by ended_at is not null, issued_at desc, purse_id limit :atMost
                """)
                .bind("walletId", walletId)
                .bind("atMost", atMost)
                .map(PurseStore::purse)
                .all()
                .collectList();
    }

    /// The next ones, in the order of their ids.
    Mono<List<Purse>> after(String purseId, int atMost) {
        return sql.sql("select * from purse where purse_id > :purseId order by purse_id limit :atMost")
                .bind("purseId", purseId)
                .bind("atMost", atMost)
                .map(PurseStore::purse)
                .all()
                .collectList();
    }

    Mono<Long> countUsable(String walletId) {
        return sql.sql("select count(*) as usable from purse where wallet_id = :walletId and ended_at is null")
                .bind("walletId", walletId)
                .map(row -> Objects.requireNonNull(row.get("usable", Long.class)))
                .one();
    }

    /// @return false when the same issue was asked for in the same moment by somebody faster
    Mono<Boolean> insert(Purse purse) {
        return sql.sql("""
                insert into purse (purse_id, wallet_id, party, operator, branch_code, carrier, state, issued_by,
                    issue_id, issued_at, version)
                values (:purseId, :walletId, :party, :operator, :branchCode, :carrier, :state, :issuedBy, :issueId,
                    :issuedAt, :version)
                on conflict (issued_by, issue_id) do nothing
                """)
                .bind("purseId", purse.purseId())
                .bind("walletId", purse.walletId())
                .bind("party", purse.party())
                .bind("operator", purse.operator())
                .bind("branchCode", purse.branchCode())
                .bind("carrier", purse.carrier().name())
                .bind("state", purse.state().name())
                .bind("issuedBy", purse.issuedBy())
                .bind("issueId", purse.issueId())
                .bind("issuedAt", purse.issuedAt().atOffset(ZoneOffset.UTC))
                .bind("version", purse.version())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /// Stores purses that were locked before.
    Mono<Void> save(List<Purse> purses) {
        return sql.sql("""
                update purse p set state = t.state, lost_at = t.lost_at, ended_at = t.ended_at, version = t.version
                from unnest(:purseId, :state, :lostAt, :endedAt, :version)
                    as t (purse_id, state, lost_at, ended_at, version)
                where p.purse_id = t.purse_id
                """)
                .bind("purseId", Columns.text(purses, Purse::purseId))
                .bind("state", Columns.text(purses, p -> p.state().name()))
                .bind("lostAt", Columns.instants(purses, p -> p.lostAt().orElse(null)))
                .bind("endedAt", Columns.instants(purses, p -> p.endedAt().orElse(null)))
                .bind("version", Columns.longs(purses, Purse::version))
                .then();
    }

    /// Purses that belong on the next revocation list and are on none, or the other way round.
    Mono<List<Purse>> lockToList(int atMost) {
        return sql.sql("""
                select * from purse where (state in ('BLOCKED', 'LOST', 'REVOKED')) <> (revoked_in is not null)
                order by purse_id limit :atMost for update
                """).bind("atMost", atMost).map(PurseStore::purse).all().collectList();
    }

    Mono<List<Purse>> list(List<Purse> locked, int number) {
        return sql.sql("""
                update purse set version = version + 1, revoked_in = case when revoked_in is null then :number end
                where purse_id = any(:ids) returning *
                """)
                .bind("number", number)
                .bind("ids", Columns.text(locked, Purse::purseId))
                .map(PurseStore::purse)
                .all()
                .collectList();
    }

    Mono<Void> write(List<Act> acts, Instant at) {
        return sql.sql("""
                insert into purse_act (act, purse_id, party, factors, reason, at)
                select t.act, t.purse_id, t.party, string_to_array(t.factors, ','), t.reason, :at
                from unnest(:act, :purseId, :party, :factors, :reason) as t (act, purse_id, party, factors, reason)
                """)
                .bind("act", Columns.text(acts, Act::act))
                .bind("purseId", Columns.text(acts, Act::purseId))
                .bind("party", Columns.text(acts, Act::party))
                .bind(
                        "factors",
                        Columns.text(
                                acts,
                                act -> act.factors().stream()
                                        .map(AuthFactor::name)
                                        .sorted()
                                        .reduce((one, other) -> one + "," + other)
                                        .orElse("")))
                .bind("reason", Columns.text(acts, act -> act.reason().orElse(null)))
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .then();
    }

    private static Purse purse(Readable row) {
        return new Purse(
                text(row, "purse_id"),
                text(row, "wallet_id"),
                text(row, "party"),
                text(row, "operator"),
                text(row, "branch_code"),
                Carrier.valueOf(text(row, "carrier")),
                PurseState.valueOf(text(row, "state")),
                text(row, "issued_by"),
                text(row, "issue_id"),
                instant(row, "issued_at").orElseThrow(),
                instant(row, "lost_at"),
                instant(row, "ended_at"),
                Optional.ofNullable(row.get("revoked_in", Integer.class)),
                Objects.requireNonNull(row.get("version", Long.class)));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static Optional<Instant> instant(Readable row, String column) {
        return Optional.ofNullable(row.get(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
