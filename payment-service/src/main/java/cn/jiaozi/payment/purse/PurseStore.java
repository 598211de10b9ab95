package cn.jiaozi.payment.purse;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.chassis.Json;
import cn.jiaozi.contracts.PurseFact;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Facts are kept as they were announced: nothing is asked of them here but their keys.
@Component
class PurseStore {
    private final DatabaseClient client;

    PurseStore(DatabaseClient client) {
        this.client = client;
    }

    /// Keeps the newer version, whatever the order of arrival; each key may be there only once.
    Mono<Void> keep(List<PurseFact> facts) {
        return client.sql("""
                        insert into purse_fact as p (key, list, fact, version)
                        select * from unnest(:key, :list, :fact, :version) as u (key)
                        order by key
                        on conflict (key) do update
                        set fact = excluded.fact, version = excluded.version
                        where p.version < excluded.version
                        """)
                .bind("key", Columns.text(facts, PurseFact::key))
                .bind(
                        "list",
                        Columns.ints(
                                facts, fact -> fact instanceof PurseFact.RevocationList list ? list.number() : null))
                .bind("fact", Columns.text(facts, Json::write))
                .bind("version", Columns.longs(facts, PurseFact::version))
                .then();
    }

    Mono<Map<String, PurseFact>> find(Collection<String> keys) {
        return client.sql("select fact from purse_fact where key = any(:keys)")
                .bind("keys", keys.toArray(String[]::new))
                .mapValue(String.class)
                .all()
                .map(fact -> Json.read(fact, PurseFact.class))
                .collect(Collectors.toMap(PurseFact::key, Function.identity()));
    }

    Mono<Integer> newestList() {
        return client.sql("select coalesce(max(list), 0) from purse_fact where list is not null")
                .mapValue(Integer.class)
                .one();
    }
}
