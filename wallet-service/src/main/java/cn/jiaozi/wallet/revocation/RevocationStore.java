package cn.jiaozi.wallet.revocation;

import io.r2dbc.spi.Readable;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

@Repository
class RevocationStore {
    private final DatabaseClient sql;

    RevocationStore(DatabaseClient sql) {
        this.sql = sql;
    }

    /// Until the transaction ends nobody else makes a list.
    Mono<Void> lock() {
        return sql.sql("select pg_advisory_xact_lock(hashtextextended('revocation list', 0))")
                .then();
    }

    Mono<RevocationStep> last() {
        return sql.sql("select * from revocation_list order by number desc limit 1")
                .map(RevocationStore::step)
                .one();
    }

    /// The next ones, in the order of their numbers.
    Mono<List<RevocationStep>> after(int number, int atMost) {
        return sql.sql("select * from revocation_list where number > :number order by number limit :atMost")
                .bind("number", number)
                .bind("atMost", atMost)
                .map(RevocationStore::step)
                .all()
                .collectList();
    }

    Mono<RevocationStep> find(int number) {
        return sql.sql("select * from revocation_list where number = :number")
                .bind("number", number)
                .map(RevocationStore::step)
                .one();
    }

    /// Who was on a list: whose last step up to it was to be put on it.
    Mono<List<String>> members(int number) {
        return sql.sql("""
                select purse_id from (
                    select distinct on (purse_id) purse_id, is_added from (
                        select unnest(added) as purse_id, true as is_added, number from revocation_list
                        where number <= :number
                        union all
                        select unnest(removed), false, number from revocation_list where number <= :number) steps
                    order by purse_id, number desc) newest
                where is_added
                """)
                .bind("number", number)
                .map(row -> Objects.requireNonNull(row.get("purse_id", String.class)))
                .all()
                .collectList();
    }

    Mono<Void> insert(RevocationStep step) {
        return sql.sql(
                        "insert into revocation_list (number, at, added, removed) values (:number, :at, :added, :removed)")
                .bind("number", step.number())
                .bind("at", step.at().atOffset(ZoneOffset.UTC))
                .bind("added", step.added().toArray(String[]::new))
                .bind("removed", step.removed().toArray(String[]::new))
                .then();
    }

    private static RevocationStep step(Readable row) {
        return new RevocationStep(
                Objects.requireNonNull(row.get("number", Integer.class)),
                Objects.requireNonNull(row.get("at", OffsetDateTime.class)).toInstant(),
                List.of(Objects.requireNonNull(row.get("added", String[].class))),
                List.of(Objects.requireNonNull(row.get("removed", String[].class))));
    }
}
