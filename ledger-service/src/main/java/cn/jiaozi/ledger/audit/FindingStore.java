package cn.jiaozi.ledger.audit;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.chassis.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// What was found, who has released it, and what stands still because of it.
@Component
class FindingStore {
    private final DatabaseClient client;

    /// @param party who releases
    record Release(long number, String id, String party, String note, Instant at) {}

    record Standing(long open, boolean stopped, long quarantined) {}

    FindingStore(DatabaseClient client) {
        this.client = client;
    }

    /// Behind the writer: what is stopped or put in quarantine is so for the next batch.
    Mono<Void> lockShard() {
        return client.sql("select height from shard for update").then();
    }

    /// Writes down what is not open yet.
    ///
    /// @return what was new
    Flux<Finding> note(List<Finding> findings, Instant at) {
        return client.sql("""
                        insert into finding (kind, block, height, address, detail, found_at)
                        select f.*, :at from unnest(:kind, :block, :height, :address, :detail) as f
                        on conflict do nothing
                        returning kind, block, height, address, detail
                        """)
                .bind("at", at)
                .bind("kind", Columns.text(findings, finding -> finding.kind().name()))
                .bind(
                        "block",
                        Columns.longs(findings, finding -> finding.block().orElse(null)))
                .bind(
                        "height",
                        Columns.longs(findings, finding -> finding.height().orElse(null)))
                .bind(
                        "address",
                        Columns.text(findings, finding -> finding.address().orElse(null)))
                .bind("detail", Columns.text(findings, Finding::detail))
                .map(FindingStore::finding)
                .all();
    }

    /// Whether what stands still is in line with what is open. It asks before [#act] writes, for any write to accounts
    /// makes the writer forget those that it remembers.
    Mono<Boolean> isActedOn() {
        return client.sql("""
                        select s.stopped = exists (select from finding where address is null and settled_at is null)
                            and not exists (
                                select from account a
                                where a.address in (select address from finding)
                                    and a.quarantined <> exists (
                                        select from finding f where f.address = a.address and f.settled_at is null))
                            as done
                        from shard s
                        """)
                .map(row -> requireNonNull(row.get("done", Boolean.class)))
                .one();
    }

    /// Brings what stands still into line with what is open.
    Mono<Void> act() {
        return client.sql("""
                        with accounts as (
                            update account a set quarantined = not a.quarantined
                            where a.address in (select address from finding)
                                and a.quarantined <> exists (
                                    select from finding f where f.address = a.address and f.settled_at is null)
                        )
                        update shard set stopped = exists (
                            select from finding where address is null and settled_at is null)
                        """).then();
    }

    Flux<FindingView> findings(long before, int atMost) {
        return client.sql("""
                        select f.*, (select array_agg(r.party order by r.at) from finding_release r
                            where r.number = f.number) as released_by
                        from finding f
                        where f.number < :before
                        order by f.number desc
                        limit :at_most
                        """)
                .bind("before", before)
                .bind("at_most", atMost)
                .map(FindingStore::view)
                .all();
    }

    Mono<FindingView> find(long number) {
        return findings(number + 1, 1).filter(view -> view.number() == number).next();
    }

    Mono<Release> released(String party, String id) {
        return client.sql("select * from finding_release where party = :party and id = :id")
                .bind("party", party)
                .bind("id", id)
                .map(row -> new Release(
                        requireNonNull(row.get("number", Long.class)),
                        requireNonNull(row.get("id", String.class)),
                        requireNonNull(row.get("party", String.class)),
                        requireNonNull(row.get("note", String.class)),
                        requireNonNull(row.get("at", Instant.class))))
                .one();
    }

    /// A second release by the same person counts for nothing.
    Mono<Void> release(Release release) {
        return client.sql("""
                        insert into finding_release (number, id, party, note, at)
                        values (:number, :id, :party, :note, :at)
                        on conflict do nothing
                        """)
                .bind("number", release.number())
                .bind("id", release.id())
                .bind("party", release.party())
                .bind("note", release.note())
                .bind("at", release.at())
                .then();
    }

    Mono<Void> settle(Instant at) {
        return client.sql("""
                        update finding f set settled_at = :at
                        where f.settled_at is null
                            and 2 <= (select count(distinct party) from finding_release r where r.number = f.number)
                        """).bind("at", at).then();
    }

    Mono<Standing> standing() {
        return client.sql("""
                        select (select count(*) from finding where settled_at is null) as open, s.stopped,
                            (select count(distinct address) from finding where settled_at is null) as quarantined
                        from shard s
                        """)
                .map(row -> new Standing(
                        requireNonNull(row.get("open", Long.class)),
                        requireNonNull(row.get("stopped", Boolean.class)),
                        requireNonNull(row.get("quarantined", Long.class))))
                .one();
    }

    private static Finding finding(Readable row) {
        return new Finding(
                Finding.Kind.valueOf(requireNonNull(row.get("kind", String.class))),
                Optional.ofNullable(row.get("block", Long.class)),
                Optional.ofNullable(row.get("height", Long.class)),
                Optional.ofNullable(row.get("address", String.class)),
                requireNonNull(row.get("detail", String.class)));
    }

    private static FindingView view(Readable row) {
        var releasedBy = row.get("released_by", String[].class);
        return new FindingView(
                requireNonNull(row.get("number", Long.class)),
                finding(row),
                requireNonNull(row.get("found_at", Instant.class)),
                releasedBy == null ? List.of() : List.of(releasedBy),
                Optional.ofNullable(row.get("settled_at", Instant.class)));
    }
}
